import { join } from 'node:path';
import { capsuleError } from '@capsule/core';
import { readText } from '../project/files.js';
import type { PackageName } from './names.js';
import { ownFolder } from './workspace.js';

/** Paths, with slashes, and texts of files. */
export type Files = Map<string, string>;

/** The names of the examples, and those that replace them: the only list of what differs from the examples. */
export function replacements(
  producer: Pick<PackageName, 'name' | 'prefix'>,
  own: Pick<PackageName, 'name' | 'prefix'>,
): ReadonlyMap<string, string> {
  return new Map([
    ['@example/distance', producer.name],
    ['@example/nearest', own.name],
    ['distance', producer.prefix],
    ['DISTANCE', producer.prefix.toUpperCase()],
    ['nearest', own.prefix],
    ['ERR_NEAREST', `ERR_${own.prefix.toUpperCase()}`],
    ['example_rust', own.prefix],
    ['example-rust', own.prefix.replaceAll('_', '-')],
  ]);
}

/**
 * Replaces names where they are whole identifiers, or followed by an underscore: `distance` in `distance_api`, not in
 * `distances` or `to_distance`. All names are replaced at once, so that no replacement is replaced again.
 */
export function replaceNames(text: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return text;
  const longestFirst = [...names.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(?<![\\w$])(?:${longestFirst.join('|')})(?![A-Za-z0-9$])`, 'g');
  return text.replace(pattern, (name) => names.get(name) as string);
}

/** The files of a template with other names. */
export function readTemplate(name: string, names: ReadonlyMap<string, string>): Files {
  const file = join(ownFolder, 'dist', 'templates.json');
  const text = readText(file);
  if (text === undefined) {
    throw capsuleError(Error, 'ERR_CONTRACT_FILE_MISSING', 'Creating a package', {
      expected: `the templates in ${file}`,
      found: 'none',
      advice: 'Run "npm run build" in the clone, or install @capsule/contract again.',
    });
  }
  const templates = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  const files = Object.entries(templates[name] ?? {});
  return new Map(files.map(([path, content]) => [replaceNames(path, names), replaceNames(content, names)]));
}
