import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { readPackage, readText } from '../project/files.js';

/** The folder of this package, without links. */
export const ownFolder: string = realpathSync(join(__dirname, '..', '..'));

/** A folder whose package.json or pnpm-workspace.yaml lists workspaces. */
export interface Workspace {
  readonly root: string;
  /** The patterns of its workspaces, such as `packages/*`. */
  readonly patterns: readonly string[];
  /** Whether it is a clone of the repository of this package, whose turbo tasks build the packages. */
  readonly isClone: boolean;
  /** The scope of its packages. */
  readonly scope: string | undefined;
}

/** Finds the workspace that contains a folder. */
export function findWorkspace(folder: string): Workspace | undefined {
  for (let root = folder; ; root = dirname(root)) {
    const patterns = workspacePatterns(root);
    if (patterns !== undefined) {
      const isClone = ownFolder === join(realpathSync(root), 'packages', 'contract');
      const members = patterns.filter((pattern) => !pattern.includes('*')).map((path) => join(root, path));
      return { root, patterns, isClone, scope: scopeOf(isClone ? [ownFolder] : [root, ...members]) };
    }
    if (dirname(root) === root) return undefined;
  }
}

function workspacePatterns(root: string): string[] | undefined {
  const list = existsSync(root) ? readPackage(root)?.['workspaces'] : undefined;
  const patterns = Array.isArray(list) ? list : (list as { packages?: unknown } | undefined)?.packages;
  if (Array.isArray(patterns)) return patterns.filter((each) => typeof each === 'string');
  return pnpmPatterns(readText(join(root, 'pnpm-workspace.yaml')) ?? '');
}

/** The list `packages` of pnpm-workspace.yaml, line by line; undefined if there is none. */
function pnpmPatterns(yaml: string): string[] | undefined {
  const lines = yaml.split('\n').map((line) => (line.split(' #')[0] as string).trim());
  const start = lines.indexOf('packages:');
  if (start < 0) return undefined;
  const patterns: string[] = [];
  for (const line of lines.slice(start + 1)) {
    if (line === '' || line.startsWith('#')) continue;
    const [, pattern] = /^- +['"]?([^'"\s#]+)/.exec(line) ?? [];
    if (pattern === undefined) break;
    patterns.push(pattern);
  }
  return patterns;
}

/** The scope of the first package that has one. */
function scopeOf(folders: readonly string[]): string | undefined {
  const scopes = folders.map((folder) => /^@[^/]+(?=\/)/.exec(String(readPackage(folder)?.['name']))?.[0]);
  return scopes.find((scope) => scope !== undefined);
}

/** Whether a folder is one of the workspaces. */
export function isMember({ root, patterns }: Workspace, folder: string): boolean {
  const path = relative(root, folder).split(sep);
  const last = patterns.findLast((pattern) => matchesPath(pattern.replace('!', ''), path)); // `!` excludes
  return path[0] !== '..' && last?.startsWith('!') === false;
}

/** The folder of the workspace with a name. npm links a new one into node_modules only when it installs the next time. */
export function findMember({ root, patterns }: Workspace, name: string): string | undefined {
  const folders = patterns.flatMap((pattern) => {
    const [, parent] = /^([^*]+)\/\*+$/.exec(pattern) ?? [];
    if (parent === undefined) return join(root, pattern);
    const path = join(root, parent);
    return existsSync(path) ? readdirSync(path).map((entry) => join(path, entry)) : [];
  });
  return folders.find((folder) => existsSync(join(folder, 'package.json')) && readPackage(folder)?.['name'] === name);
}

/** Whether a pattern such as `packages/*` or `apps/**` matches the segments of a path. */
function matchesPath(pattern: string, path: readonly string[]): boolean {
  const segments = pattern.replace(/^\.\//, '').replace(/\/$/, '').split('/');
  return matches(segments, path, '**', (segment, name) => matches([...segment], [...name], '*', Object.is));
}

/**
 * Whether items match a pattern, in which a wildcard stands for any number of them. Unlike a regular expression, it
 * takes at most as many steps as the product of the lengths.
 */
function matches(
  pattern: readonly string[],
  items: readonly string[],
  wildcard: string,
  fits: (part: string, item: string) => boolean,
): boolean {
  let next = 0;
  let afterWildcard = -1;
  let retry = 0;
  for (let i = 0; i < items.length; ) {
    const part = pattern[next];
    if (part === wildcard) {
      next++;
      afterWildcard = next;
      retry = i;
    } else if (part !== undefined && fits(part, items[i] as string)) {
      next++;
      i++;
    } else {
      if (afterWildcard < 0) return false;
      next = afterWildcard;
      retry++;
      i = retry;
    }
  }
  return pattern.slice(next).every((part) => part === wildcard);
}

/** The folder in which a new package named `base` is created: that of the option, or by default a workspace. */
export function parentFolder(workspace: Workspace | undefined, option: string | undefined, base: string): string {
  const here = process.cwd();
  if (option !== undefined) return resolve(option);
  if (workspace === undefined || isMember(workspace, join(here, base))) return here;
  const parents = workspace.patterns.flatMap((pattern) => /^([^*!]+)\/\*$/.exec(pattern)?.[1] ?? []);
  const parent = ['packages', 'apps'].find((name) => parents.includes(name)) ?? parents[0];
  return parent === undefined ? here : join(workspace.root, parent);
}
