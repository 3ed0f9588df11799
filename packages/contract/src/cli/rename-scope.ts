import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { capsuleError } from '@capsule/core';

/** The script of a clone that does the work. It also runs in a clone that is not built. */
const script = join('scripts', 'rename-scope.mjs');

/** Renames the scope of the packages in the clone that contains the current folder. */
export function renameScope(scope: string): void {
  let root = process.cwd();
  while (!existsSync(join(root, script)) && dirname(root) !== root) root = dirname(root);
  if (!existsSync(join(root, script))) {
    throw capsuleError(Error, 'ERR_CONTRACT_FILE_MISSING', 'Renaming the scope', {
      expected: `a clone of the repository with ${script} around ${process.cwd()}`,
      found: 'none',
    });
  }
  const { status } = spawnSync(process.execPath, [join(root, script), scope], { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
