// The packages that are published: those with "files" in package.json.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspaces } from '../files.mjs';

const manifest = (folder) => join(root, folder, 'package.json');

/** @typedef {{ name: string, version: string, private?: boolean, dependencies?: Record<string, string> }} Content */

/**
 * The published packages, each after those that it depends on.
 *
 * @returns {{ folder: string, content: Content }[]} folders relative to the root, and what package.json contains
 */
export function publishedPackages() {
  const all = workspaces
    .map((folder) => ({ folder, content: JSON.parse(readFileSync(manifest(folder), 'utf8')) }))
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

/** Removes `"private": true` from a package.json, and changes nothing else. Returns whether it was there. */
export function makePublishable(folder) {
  const text = readFileSync(manifest(folder), 'utf8');
  const changed = text.replace(/^ *"private": true,\n/m, '');
  writeFileSync(manifest(folder), changed);
  return changed !== text;
}
