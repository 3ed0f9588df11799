// npm run clean: removes everything that was built, and turbo's cache. "git clean -X" would also remove the folders
// dist and build inside node_modules.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspaces } from './files.mjs';

for (const folder of ['.', 'site', ...workspaces]) {
  for (const output of ['build', 'build-check', 'dist', 'prebuilds', 'reports', '.turbo'])
    remove(join(root, folder, output));
}

function remove(path) {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    // Windows does not remove an addon that a process has loaded.
    if (!['EPERM', 'EBUSY', 'EACCES'].includes(error.code)) throw error;
    console.error(`Removing ${path}: expected files that can be removed, found ${error.path ?? path} in use.`);
    console.error('End the processes that use it (Node, an editor, a test watcher), and run "npm run clean" again.');
    process.exitCode = 1;
  }
}
