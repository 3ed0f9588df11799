// npm run clean: removes everything that was built, and turbo's cache. Sources and node_modules stay.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspaces } from './workspaces.mjs';

for (const folder of ['.', ...workspaces]) {
  for (const output of ['build', 'build-check', 'dist', 'reports', '.turbo']) {
    rmSync(join(root, folder, output), { recursive: true, force: true });
  }
}
