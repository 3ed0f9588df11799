// The folders of the site. Everything that is generated lies in site/build and site/dist, which git ignores.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const site = join(root, 'site');
/** The pages in Markdown that VitePress renders. */
export const content = join(site, 'build', 'content');
/** Files that VitePress copies. */
export const publicFolder = join(site, 'build', 'public');
export const dist = join(site, 'dist');

/** Writes a page; its path is relative to the folder of pages. */
export function writePage(page, text) {
  mkdirSync(dirname(join(content, page)), { recursive: true });
  writeFileSync(join(content, page), text);
}

/** A relative link from one page of the site to another; both are paths of Markdown files. */
export function relativeLink(from, to, hash = '') {
  const path = posix.relative(dirname(from), to);
  return `${path.startsWith('.') ? path : `./${path}`}${hash}`;
}
