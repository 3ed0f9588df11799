import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** A package where it really lies. */
export interface Package {
  readonly folder: string;
  readonly name: string;
  readonly version: string | undefined;
  /** Names of the packages that it needs while it runs. */
  readonly dependencies: readonly string[];
  /** Whether it is compiled with capsule.h, or has it. */
  readonly usesCapsule: boolean;
}

/** The package that begins in a folder: its package.json has a name. One that only sets `type` begins none. */
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
    return undefined; // no JSON, no object, or not to be read: nothing that Node could use either
  }
}

/** The package that a folder belongs to. Where no package.json says so, a folder of node_modules, or the folder itself. */
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
 * The package of a name that Node's `require` finds from another package: that one itself, or the nearest that is
 * installed. It is found by its folder: what it exports, and whether it loads, is not looked at.
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
