import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { files, root } from './files.mjs';

/**
 * Copies the repository and its dependencies, with the modes of the files, into a new git repository (without git, into
 * a folder), where turbo uses another cache. Copies nothing that was built.
 *
 * @param {(file: string) => boolean} isCopied - which files to copy; by default all
 */
export function clone(isCopied = () => true) {
  const folder = mkdtempSync(join(tmpdir(), 'capsule-clone-'));
  for (const file of files().filter(isCopied)) cpSync(join(root, file), join(folder, file));
  const modules = join(folder, 'node_modules');
  // Hard links where the system has them: npm replaces files instead of changing them.
  if (spawnSync('cp', ['-al', join(root, 'node_modules'), modules]).status !== 0) {
    rmSync(modules, { recursive: true, force: true });
    cpSync(join(root, 'node_modules'), modules, { recursive: true, verbatimSymlinks: true });
  }
  if (spawnSync('git', ['--version']).status === 0) {
    for (const args of ['init -q', 'add -A']) spawnSync('git', args.split(' '), { cwd: folder });
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
