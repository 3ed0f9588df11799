// The packages that are published: those with "files" in package.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspaces } from '../files.mjs';

/** @typedef {{ name: string, version: string, private?: boolean, dependencies?: Record<string, string> }} Content */

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
