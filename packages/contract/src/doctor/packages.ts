import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** An installed package. */
export interface Package {
  /** Its real path. */
  readonly folder: string;
  readonly name: string;
  readonly version: string | undefined;
  /** Names of its dependencies at run time. */
  readonly dependencies: readonly string[];
  /** Whether it depends on @capsule/core, or is @capsule/core. */
  readonly usesCapsule: boolean;
}

/** The package whose root is a folder: its package.json has a name. One that only sets `type` makes no package. */
export function packageAt(folder: string): Package | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  try {
    const content = JSON.parse(readFileSync(file, 'utf8'));
    const { name, version } = content;
    if (typeof name !== 'string' || name === '') return undefined;
    const needs = (...kinds: string[]) => kinds.flatMap((kind) => Object.keys(content[kind] ?? {}));
    const dependencies = needs('dependencies', 'optionalDependencies', 'peerDependencies');
    const usesCapsule = [name, ...dependencies, ...needs('devDependencies')].includes('@capsule/core');
    return { folder, name, version: typeof version === 'string' ? version : undefined, dependencies, usesCapsule };
  } catch {
    return undefined; // not JSON, not an object or unreadable: Node could not use it either
  }
}

/** The package that a folder belongs to. Without a package.json it is the folder in node_modules, or the folder itself. */
export function packageOf(path: string): Package {
  const nameless = (folder: string, name: string): Package => {
    return { folder, name, version: undefined, dependencies: [], usesCapsule: false };
  };
  for (let folder = path; ; folder = dirname(folder)) {
    const found = packageAt(folder);
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
    if (existsSync(join(folder, 'package.json'))) return packageOf(realpathSync(folder));
  }
  return undefined;
}
