import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { isObject } from '../model/values.js';
import { readRegularFile, whyUnread } from '../read-file.js';
import type { DoctorUnread } from './diagnosis.js';
import { MAX_DEPENDENCIES, MAX_PACKAGE_BYTES, MAX_PACKAGE_NAME, MAX_PACKAGE_VERSION } from './limits.js';

/** An installed package. */
export interface Package {
  /** Its real path. */
  readonly folder: string;
  readonly name: string;
  readonly version: string | undefined;
  /** Names of its dependencies at run time, up to a limit. */
  readonly dependencies: readonly string[];
  /** Names of dependencies that need not be installed. */
  readonly optional: ReadonlySet<string>;
  /** Whether it depends on @capsule/core, or is @capsule/core. */
  readonly usesCapsule: boolean;
  readonly isPrivate: boolean;
  /** Whether its `os` and `cpu` exclude this platform. */
  readonly isForeign: boolean;
}

/** What reading a package.json has found. */
interface Found {
  readonly pack: Package | undefined;
  readonly unread: readonly DoctorUnread[];
}

/** A node_modules folder with the lower-case names in it; they are undefined if the folder cannot be listed. */
interface Installed {
  readonly modules: string;
  readonly names: ReadonlySet<string> | undefined;
}

/**
 * The installed packages. Each package.json is read once, however many packages depend on it, and each node_modules
 * folder is listed once, however many packages are below it.
 */
export class Packages {
  readonly #found = new Map<string, Found>();
  readonly #installed = new Map<string, Installed>();
  readonly #byFolder = new Map<string, readonly Installed[]>();

  /**
   * The package whose root is a folder: the folder has a package.json with a name. A package.json that only sets `type`
   * does not count.
   *
   * @param unread - receives an entry if the package.json exists but cannot be read, or only in part
   */
  at(folder: string, unread?: DoctorUnread[]): Package | undefined {
    const file = join(folder, 'package.json');
    let found = this.#found.get(folder);
    if (found === undefined) {
      if (!existsSync(file)) return undefined;
      found = readPackageJson(folder, file);
      this.#found.set(folder, found);
    }
    unread?.push(...found.unread);
    return found.pack;
  }

  /**
   * The package that a folder belongs to. If there is no package.json, the package is the folder in node_modules, or
   * the folder itself.
   *
   * @param unread - as for `at`
   */
  of(path: string, unread?: DoctorUnread[]): Package {
    for (let folder = path; ; folder = dirname(folder)) {
      const found = this.at(folder, folder === path ? unread : undefined);
      if (found !== undefined) return found;
      const [, name] = /[/\\]node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\@][^/\\]*)$/.exec(folder) ?? [];
      if (name !== undefined) return nameless(folder, name.replace('\\', '/'));
      if (folder === dirname(folder)) return nameless(path, basename(path));
    }
  }

  /**
   * Resolves a package by its name from another package, as Node's `require` does: to that package itself, or to the
   * nearest installed one. Ignores its exports.
   */
  find(from: Package, name: string): Package | undefined {
    if (from.name === name) return from;
    if (!/^(@[^/\\]+\/)?[^./\\@][^/\\]*$/.test(name)) return undefined;
    if (isBuiltin(name)) return undefined;
    const [first = name] = name.toLowerCase().split('/');
    for (const { modules, names } of this.#searched(from.folder)) {
      if (names?.has(first) === false) continue;
      const folder = join(modules, name);
      const real = existsSync(join(folder, 'package.json')) ? realPathOf(folder) : undefined;
      if (real !== undefined) return this.of(real);
    }
    return undefined;
  }

  /** The folders in which Node looks for the dependencies of a package, without those that do not exist. */
  #searched(folder: string): readonly Installed[] {
    let searched = this.#byFolder.get(folder);
    if (searched === undefined) {
      const all = createRequire(join(folder, 'package.json')).resolve.paths('name') ?? [];
      searched = all.map((modules) => this.#installedIn(modules)).filter(({ names }) => names?.size !== 0);
      this.#byFolder.set(folder, searched);
    }
    return searched;
  }

  #installedIn(modules: string): Installed {
    const known = this.#installed.get(modules);
    const installed = known ?? { modules, names: listNames(modules) };
    if (known === undefined) this.#installed.set(modules, installed);
    return installed;
  }
}

function listNames(folder: string): ReadonlySet<string> | undefined {
  try {
    return new Set(readdirSync(folder).map((name) => name.toLowerCase()));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? new Set() : undefined;
  }
}

const nameless = (folder: string, name: string): Package => {
  const unknown = { version: undefined, dependencies: [], optional: new Set<string>(), usesCapsule: false };
  return { folder, name, ...unknown, isPrivate: false, isForeign: false };
};

function readPackageJson(folder: string, file: string): Found {
  const unread: DoctorUnread[] = [];
  let text: string;
  try {
    text = readRegularFile(file, MAX_PACKAGE_BYTES).toString('utf8');
  } catch (error) {
    return { pack: undefined, unread: [{ file, why: whyUnread(error) }] };
  }
  const content = parseObject(text);
  const name = content?.['name'];
  if (content === undefined || typeof name !== 'string' || name === '') return { pack: undefined, unread };
  if (name.length > MAX_PACKAGE_NAME) {
    const why = `its name has more than ${MAX_PACKAGE_NAME} characters`;
    return { pack: undefined, unread: [{ file, why }] };
  }
  const dependencies = namesIn(content, 'dependencies', 'optionalDependencies', 'peerDependencies');
  const usesCapsule = [name, ...dependencies, ...namesIn(content, 'devDependencies')].includes('@capsule/core');
  if (dependencies.length > MAX_DEPENDENCIES) {
    unread.push({ file, why: `it has more than ${MAX_DEPENDENCIES} dependencies; the rest was not read` });
    dependencies.length = MAX_DEPENDENCIES;
  }
  const version = content['version'];
  const pack = {
    folder,
    name,
    version: typeof version === 'string' && version.length <= MAX_PACKAGE_VERSION ? version : undefined,
    dependencies,
    optional: new Set([...namesIn(content, 'optionalDependencies'), ...optionalPeers(content)]),
    usesCapsule,
    isPrivate: content['private'] === true,
    isForeign: excludes(content['os'], process.platform) || excludes(content['cpu'], process.arch),
  };
  return { pack, unread };
}

/** Parses a JSON object; undefined if the text is anything else. Node cannot use such a package.json either. */
function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The names in lists of dependencies that a package can have. A string in place of a list would have a key for each of
 * its characters.
 */
function namesIn(content: Record<string, unknown>, ...lists: string[]): string[] {
  return lists.flatMap((list) => {
    const names = content[list];
    return isObject(names) && !Array.isArray(names) ? Object.keys(names).filter(isPossible) : [];
  });
}

const isPossible = (name: string) => name.length <= MAX_PACKAGE_NAME;

function optionalPeers(content: Record<string, unknown>): string[] {
  const peers = content['peerDependenciesMeta'];
  if (!isObject(peers)) return [];
  const isOptional = (about: unknown) => isObject(about) && (about as { optional?: unknown }).optional === true;
  return Object.entries(peers).flatMap(([name, about]) => (isOptional(about) ? [name] : []));
}

/** Whether a list such as `["linux", "!arm"]` excludes a system or a processor. */
function excludes(list: unknown, name: string): boolean {
  const names = (Array.isArray(list) ? list : [list]).filter((each) => typeof each === 'string');
  const allowed = names.filter((each) => !each.startsWith('!'));
  return names.includes(`!${name}`) || (allowed.length > 0 && !allowed.includes(name) && !allowed.includes('any'));
}

/** The real path of a folder; undefined if it was removed meanwhile. */
function realPathOf(folder: string): string | undefined {
  try {
    return realpathSync(folder);
  } catch {
    return undefined;
  }
}
