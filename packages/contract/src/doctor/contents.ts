import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DoctorUnread } from './diagnosis.js';
import { packageAt } from './packages.js';

/** What lies in a folder and below. */
export interface Contents {
  /** Native addons: files that end in `.node`, where loaders look for them. */
  readonly addons: readonly string[];
  /** Whether something in the folder itself says how to build one. */
  readonly hasRecipe: boolean;
  /** Folders where other packages begin, and those called node_modules. */
  readonly others: readonly string[];
  readonly unread: readonly DoctorUnread[];
}

const recipes = ['CMakeLists.txt', 'binding.gyp', 'Cargo.toml'];

/** Looks at a package's own folders, or at those where packages are installed. Loads and runs nothing. */
export function contentsOf(folder: string): Contents {
  const unread: DoctorUnread[] = [];
  if (basename(folder) === 'node_modules')
    return { addons: [], hasRecipe: false, others: installed(folder, unread), unread };
  const addons: string[] = [];
  const others: string[] = [];
  const below = [folder];
  for (let each = below.pop(); each !== undefined; each = below.pop()) {
    const isRoot = each === folder;
    if (!isRoot && packageAt(each) !== undefined) {
      others.push(each);
      continue;
    }
    const entries = list(each, unread);
    const isBuild = !isRoot && basename(each) === 'build';
    // Somebody's own tree of CMake: what is loaded lies in build/Release.
    if (!isRoot && !isBuild && entries.some(({ name }) => name === 'CMakeCache.txt')) continue;
    for (const entry of entries) {
      const path = join(each, entry.name);
      if (entry.name === 'node_modules') others.push(...[path].filter((found) => isFolder(found, unread)));
      else if (!entry.isDirectory()) addons.push(...addonsAmong(each, [entry]));
      else if (isBuild && entry.name === 'Release') addons.push(...addonsAmong(path, list(path, unread)));
      else if (!isBuild && !entry.name.startsWith('.')) below.push(path);
    }
  }
  const hasRecipe = recipes.some((name) => existsSync(join(folder, name)));
  return { addons: addons.sort(), hasRecipe, others: others.sort(), unread };
}

function addonsAmong(folder: string, entries: readonly Dirent[]): string[] {
  return entries
    .filter((entry) => entry.name.endsWith('.node') && !entry.isDirectory())
    .map(({ name }) => join(folder, name));
}

/** The packages in a node_modules, also those in scopes and behind links. */
function installed(modules: string, unread: DoctorUnread[]): string[] {
  return list(modules, unread).flatMap(({ name }) => {
    const path = join(modules, name);
    if (!isFolder(path, unread)) return [];
    const inside = () => list(path, unread).map((entry) => join(path, entry.name));
    // A store, such as .pnpm, has a node_modules for each package, with it and with links to what it needs.
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

/** What the file system says, in words where that is usual. */
export function whyUnread(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read';
  return code === 'ENOENT' || code === 'ELOOP' ? 'it is a link that leads nowhere' : message;
}
