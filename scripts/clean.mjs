// npm run clean: removes everything that was built, and turbo's cache. "git clean -X" would also remove the folders
// dist and build inside node_modules.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspaces } from './files.mjs';

for (const folder of ['.', 'site', ...workspaces]) {
  for (const output of ['build', 'build-check', 'dist', 'prebuilds', 'reports', '.turbo'])
    rmSync(join(root, folder, output), { recursive: true, force: true });
}
