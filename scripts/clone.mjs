import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { files, root, workspaces } from './files.mjs';

/**
 * Copies the repository and its dependencies, with the modes of the files, into a new git repository; if git is not
 * installed, into a folder. turbo uses another cache there. Build results are not copied.
 *
 * @param {(file: string) => boolean} isCopied - selects the files to copy; by default all
 */
export function clone(isCopied = () => true) {
  const folder = mkdtempSync(join(tmpdir(), 'capsule-clone-'));
  for (const file of files().filter(isCopied)) cpSync(join(root, file), join(folder, file));
  const modules = join(folder, 'node_modules');
  // Use hard links if the system has them. This is safe, because npm replaces files and does not change them.
  if (spawnSync('cp', ['-al', join(root, 'node_modules'), modules]).status !== 0) {
    rmSync(modules, { recursive: true, force: true });
    copyModules(folder, modules);
  }
  if (spawnSync('git', ['--version']).status === 0) {
    for (const args of ['init -q', 'add -A']) spawnSync('git', args.split(' '), { cwd: folder });
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Copies node_modules without the links to workspaces, and links those of the copy. Windows has absolute links. */
function copyModules(folder, modules) {
  const links = workspaces.map((workspace) => {
    const { name } = JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8'));
    return { link: join(modules, name), target: join(folder, workspace) };
  });
  const filter = (_, to) => !links.some(({ link }) => link === to);
  cpSync(join(root, 'node_modules'), modules, { recursive: true, verbatimSymlinks: true, filter });
  for (const { link, target } of links.filter((each) => existsSync(each.target))) {
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link, 'junction'); // needs no privilege on Windows; elsewhere it is an ordinary link
  }
}
