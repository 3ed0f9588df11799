// The files of the repository, with git or without: everything but what is installed, built or local.
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from './workspaces.mjs';

const leftOut = new Set([
  '.git',
  '.turbo',
  '.turbo-key.json',
  'build',
  'build-check',
  'dist',
  'node_modules',
  'reports',
]);

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (leftOut.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else yield relative(root, path).split(sep).join('/');
  }
}

/** Paths relative to the root, with slashes; only those with one of the extensions, if any is given. */
export function files(...extensions) {
  const all = [...walk(root)].sort();
  return extensions.length === 0 ? all : all.filter((file) => extensions.some((end) => file.endsWith(`.${end}`)));
}
