import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { whyUnread } from '../read-file.js';
import type { DoctorUnread } from './diagnosis.js';
import type { Package, Packages } from './packages.js';

/** The contents of a folder and its subfolders. */
export interface Contents {
  /** Native addons: `*.node` files where loaders look for them. */
  readonly addonFiles: readonly string[];
  /** Prebuilt binaries, `prebuilds/<platform>/*.node`. */
  readonly prebuilt: readonly PrebuiltFile[];
  /** Whether the folder itself has a build recipe for an addon. */
  readonly hasRecipe: boolean;
  /** Folders of other packages, and node_modules folders. */
  readonly others: readonly string[];
  readonly unread: readonly DoctorUnread[];
}

/** A prebuilt binary, and the name of its folder: `linux-x64`, or `linux-x64-musl`. */
export interface PrebuiltFile {
  readonly platform: string;
  readonly file: string;
}

/** Names of folders in `prebuilds`: as `process.platform` and `process.arch`, and the C library if it is not glibc. */
const PLATFORM =
  /^(aix|android|darwin|freebsd|linux|openbsd|sunos|win32)-(arm|arm64|ia32|loong64|ppc64|riscv64|s390x|x64)(-musl)?$/;

/** Names of folders with the tests of a package. No loader looks there for addons. */
const testFolders = new Set(['__fixtures__', '__tests__', 'fixtures', 'test', 'tests']);

const recipes = ['CMakeLists.txt', 'binding.gyp', 'Cargo.toml'];

/** Lists the contents of a package, or of a node_modules folder. Loads nothing. */
export function contentsOf(folder: string, packages: Packages): Contents {
  const unread: DoctorUnread[] = [];
  if (basename(folder) === 'node_modules')
    return { addonFiles: [], prebuilt: [], hasRecipe: false, others: installed(folder, unread), unread };
  const addonFiles: string[] = [];
  const prebuilt: PrebuiltFile[] = [];
  const tests = new Set<string>();
  const others: string[] = [];
  const below = [folder];
  for (let each = below.pop(); each !== undefined; each = below.pop()) {
    const isRoot = each === folder;
    if (!isRoot && packages.at(each, unread) !== undefined) {
      others.push(each);
      continue;
    }
    const entries = list(each, unread);
    const isBuild = !isRoot && basename(each) === 'build';
    const isTest = tests.has(each);
    const platform = each === join(folder, 'prebuilds', basename(each)) ? basename(each) : '';
    // This is another build tree of CMake. Addons are loaded from build/Release only.
    if (!isRoot && !isBuild && entries.some(({ name }) => name === 'CMakeCache.txt')) continue;
    for (const entry of entries) {
      const path = join(each, entry.name);
      if (entry.name === 'node_modules') {
        if (!isTest && isFolder(path, unread)) others.push(path);
      } else if (!entry.isDirectory()) {
        if (isTest || !isAddonFile(entry)) continue;
        if (PLATFORM.test(platform)) prebuilt.push({ platform, file: path });
        else addonFiles.push(path);
      } else if (isBuild && entry.name === 'Release') {
        for (const built of isTest ? [] : list(path, unread))
          if (isAddonFile(built)) addonFiles.push(join(path, built.name));
      } else if (!isBuild && !entry.name.startsWith('.')) {
        below.push(path);
        if (isTest || testFolders.has(entry.name)) tests.add(path);
      }
    }
  }
  const hasRecipe = recipes.some((name) => existsSync(join(folder, name)));
  prebuilt.sort((a, b) => (a.file < b.file ? -1 : 1));
  return { addonFiles: addonFiles.sort(), prebuilt, hasRecipe, others: others.sort(), unread };
}

/**
 * Whether a package is a fixture: it is private, and lies in a folder of tests of another package.
 *
 * @param start - the examined folder, which is no fixture
 */
export function isFixture({ folder, isPrivate }: Package, start: string, packages: Packages): boolean {
  if (!isPrivate) return false;
  let isTest = false;
  for (let each = folder; each !== start && each !== dirname(each); each = dirname(each)) {
    const parent = basename(dirname(each));
    if (parent === 'node_modules' || (each !== folder && packages.at(each) !== undefined)) return isTest;
    isTest ||= testFolders.has(basename(each));
  }
  return isTest && packages.at(start) !== undefined && folder.startsWith(`${start}${sep}`);
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
