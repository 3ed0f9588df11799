import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { whyUnread } from '../read-file.js';
import type { DoctorUnread } from './diagnosis.js';
import { packageAt } from './packages.js';

/** The contents of a folder and its subfolders. */
export interface Contents {
  /** Native addons: `*.node` files where loaders look for them. */
  readonly addonFiles: readonly string[];
  /** Whether the folder itself has a build recipe for an addon. */
  readonly hasRecipe: boolean;
  /** Folders of other packages, and node_modules folders. */
  readonly others: readonly string[];
  readonly unread: readonly DoctorUnread[];
}

const recipes = ['CMakeLists.txt', 'binding.gyp', 'Cargo.toml'];

/** Lists the contents of a package, or of a node_modules folder. Loads nothing. */
export function contentsOf(folder: string): Contents {
  const unread: DoctorUnread[] = [];
  if (basename(folder) === 'node_modules')
    return { addonFiles: [], hasRecipe: false, others: installed(folder, unread), unread };
  const addonFiles: string[] = [];
  const others: string[] = [];
  const below = [folder];
  for (let each = below.pop(); each !== undefined; each = below.pop()) {
    const isRoot = each === folder;
    if (!isRoot && packageAt(each, unread) !== undefined) {
      others.push(each);
      continue;
    }
    const entries = list(each, unread);
    const isBuild = !isRoot && basename(each) === 'build';
    // This is another build tree of CMake. Addons are loaded from build/Release only.
    if (!isRoot && !isBuild && entries.some(({ name }) => name === 'CMakeCache.txt')) continue;
    for (const entry of entries) {
      const path = join(each, entry.name);
      if (entry.name === 'node_modules') {
        if (isFolder(path, unread)) others.push(path);
      } else if (!entry.isDirectory()) {
        if (isAddonFile(entry)) addonFiles.push(path);
      } else if (isBuild && entry.name === 'Release') {
        for (const built of list(path, unread)) if (isAddonFile(built)) addonFiles.push(join(path, built.name));
      } else if (!isBuild && !entry.name.startsWith('.')) {
        below.push(path);
      }
    }
  }
  const hasRecipe = recipes.some((name) => existsSync(join(folder, name)));
  return { addonFiles: addonFiles.sort(), hasRecipe, others: others.sort(), unread };
}

const isAddonFile = (entry: Dirent) => entry.name.endsWith('.node') && !entry.isDirectory();

/** The packages in a node_modules folder, including scoped and linked ones. */
function installed(modules: string, unread: DoctorUnread[]): string[] {
  return list(modules, unread).flatMap(({ name }) => {
    const path = join(modules, name);
    if (!isFolder(path, unread)) return [];
    const inside = () => list(path, unread).map((entry) => join(path, entry.name));
    // A store, such as .pnpm, has a node_modules folder for each package and its dependencies.
    if (name.startsWith('.'))
      return inside().flatMap((each) => [join(each, 'node_modules')].filter((inner) => existsSync(inner)));
    return name.startsWith('@') ? inside().filter((each) => isFolder(each, unread)) : [path];
  });
}

function isFolder(path: string, unread: DoctorUnread[]): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    unread.push({ file: path, why: whyUnread(error) });
    return false;
  }
}

function list(folder: string, unread: DoctorUnread[]): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    unread.push({ file: folder, why: whyUnread(error) });
    return [];
  }
}
