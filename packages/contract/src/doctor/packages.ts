import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { isObject } from '../model/values.js';
import { readRegularFile, whyUnread } from '../read-file.js';
import type { DoctorUnread } from './diagnosis.js';
import { MAX_DEPENDENCIES, MAX_PACKAGE_BYTES } from './limits.js';

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

/**
 * The package whose root is a folder: the folder has a package.json with a name. A package.json that only sets `type`
 * does not count.
 *
 * @param unread - receives an entry if the package.json exists but cannot be read, or only in part
 */
export function packageAt(folder: string, unread: DoctorUnread[] = []): Package | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  let text: string;
  try {
    text = readRegularFile(file, MAX_PACKAGE_BYTES).toString('utf8');
  } catch (error) {
    unread.push({ file, why: whyUnread(error) });
    return undefined;
  }
  const content = parseObject(text);
  const name = content?.['name'];
  if (content === undefined || typeof name !== 'string' || name === '') return undefined;
  const dependencies = namesIn(content, 'dependencies', 'optionalDependencies', 'peerDependencies');
  const usesCapsule = [name, ...dependencies, ...namesIn(content, 'devDependencies')].includes('@capsule/core');
  if (dependencies.length > MAX_DEPENDENCIES) {
    unread.push({ file, why: `it has more than ${MAX_DEPENDENCIES} dependencies; the rest was not read` });
    dependencies.length = MAX_DEPENDENCIES;
  }
  const version = content['version'];
  return {
    folder,
    name,
    version: typeof version === 'string' ? version : undefined,
    dependencies,
    optional: new Set([...namesIn(content, 'optionalDependencies'), ...optionalPeers(content)]),
    usesCapsule,
    isPrivate: content['private'] === true,
    isForeign: excludes(content['os'], process.platform) || excludes(content['cpu'], process.arch),
  };
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

/** The names in lists of dependencies. A string in place of a list would have a key for each of its characters. */
function namesIn(content: Record<string, unknown>, ...lists: string[]): string[] {
  return lists.flatMap((list) => {
    const names = content[list];
    return isObject(names) && !Array.isArray(names) ? Object.keys(names) : [];
  });
}

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

/**
 * The package that a folder belongs to. If there is no package.json, the package is the folder in node_modules, or the
 * folder itself.
 *
 * @param unread - as for packageAt
 */
export function packageOf(path: string, unread?: DoctorUnread[]): Package {
  const nameless = (folder: string, name: string): Package => {
    const unknown = { version: undefined, dependencies: [], optional: new Set<string>(), usesCapsule: false };
    return { folder, name, ...unknown, isPrivate: false, isForeign: false };
  };
  for (let folder = path; ; folder = dirname(folder)) {
    const found = packageAt(folder, folder === path ? unread : undefined);
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
export function findPackage(from: Package, name: string): Package | undefined {
  if (from.name === name) return from;
  if (!/^(@[^/\\]+\/)?[^./\\@][^/\\]*$/.test(name)) return undefined;
  for (const modules of createRequire(join(from.folder, 'package.json')).resolve.paths(name) ?? []) {
    const folder = join(modules, name);
    const real = existsSync(join(folder, 'package.json')) ? realPathOf(folder) : undefined;
    if (real !== undefined) return packageOf(real);
  }
  return undefined;
}

/** The real path of a folder; undefined if it was removed meanwhile. */
function realPathOf(folder: string): string | undefined {
  try {
    return realpathSync(folder);
  } catch {
    return undefined;
  }
}
