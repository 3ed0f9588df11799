// npm start: builds everything (from the cache, the second time), then gives the tour.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { turbo } from './turbo.mjs';
import { root } from './workspaces.mjs';

const first = !existsSync(join(root, 'packages', 'stats', 'build'));
console.log(first ? 'Building everything; the first time takes about half a minute.' : 'Building what has changed.');
const built = turbo(['build', '--filter=!@forge/*', '--filter=!@example/09-ffi', '--output-logs=hash-only']);
if (built === 0) {
  process.exitCode = spawnSync(process.execPath, [join(root, 'examples', 'tour')], { stdio: 'inherit' }).status ?? 1;
} else {
  process.exitCode = built;
}
