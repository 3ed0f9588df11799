// The packages that are published, those with "files" in package.json, and which of them can be imported.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root, workspaces } from '../files.mjs';

/** @typedef {{ name: string, version: string, private?: boolean, dependencies?: Record<string, string>, exports: object }} Content */

/**
 * The published packages, each after those that it depends on.
 *
 * @returns {{ folder: string, content: Content }[]} folders relative to the root, and what package.json contains
 */
export function publishedPackages() {
  const all = workspaces
    .map((folder) => ({ folder, content: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) }))
    .filter(({ content }) => content.files !== undefined);
  const sorted = [];
  const add = (pack) => {
    if (sorted.includes(pack)) return;
    for (const other of all) if (other.content.name in (pack.content.dependencies ?? {})) add(other);
    sorted.push(pack);
  };
  for (const pack of all) add(pack);
  return sorted;
}

/** The folders in packages/ of the published packages that can be imported. */
export const libraries = publishedPackages()
  .filter(({ content }) => '.' in content.exports)
  .map(({ folder }) => basename(folder));
