// npm run prebuilds [-- --platform win32-x64]: builds the addons of every package that has a script "prebuild" for the
// platforms, all of them by default, and prints the sizes. Passes its options to "capsule prebuild".
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspaces } from '../files.mjs';
import { turbo } from '../turbo.mjs';

function main(options) {
  // The headers of consumers are generated, and the command is built.
  const needed = turbo(['generate', 'build:ts', '--filter=!@forge/*', '--output-logs=errors-only']);
  if (needed !== 0) return needed;
  const hasScript = (folder) =>
    'prebuild' in (JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).scripts ?? {});
  let failed = 0;
  for (const folder of workspaces.filter(hasScript)) {
    const capsule = join(root, 'packages', 'contract', 'bin', 'capsule.js');
    const run = spawnSync(process.execPath, [capsule, 'prebuild', folder, ...options], { cwd: root, stdio: 'inherit' });
    // 1 means that a platform failed; with another exit code no package can be built.
    if (run.status !== 0 && run.status !== 1) return run.status ?? 1;
    failed ||= run.status;
  }
  return failed;
}

process.exitCode = main(process.argv.slice(2));
