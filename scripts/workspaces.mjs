// Where the packages are: the folders below packages/ and examples/ that have a package.json.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** The folders of all workspaces, relative to the root. */
export const workspaces = ['packages', 'examples']
  .flatMap((parent) => readdirSync(join(root, parent)).map((name) => join(parent, name)))
  .flatMap((folder) => [folder, join(folder, 'test', 'forge')])
  .filter((folder) => existsSync(join(root, folder, 'package.json')));
