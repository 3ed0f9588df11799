// Finds links of the built site to pages and anchors that do not exist, and anything that is loaded from elsewhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';

const decode = (text) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");

/** @returns {string[]} a line for each dead link: the page, and the link */
export function checkLinks(dist, base) {
  const htmlFiles = readdirSync(dist, { recursive: true }).filter((file) => file.endsWith('.html'));
  const pages = new Map(
    htmlFiles.map((file) => {
      const text = readFileSync(join(dist, file), 'utf8');
      const ids = new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => decode(id)));
      return [file.split(sep).join('/'), { text, ids }];
    }),
  );
  const dead = new Set();
  for (const [page, { text }] of pages) {
    for (const [, attribute, given] of text.matchAll(/<(?:a|link|script|img|source)\s[^>]*?\b(href|src)="([^"]*)"/g)) {
      const link = decode(given);
      if (/^(?:https?:)?\/\//.test(link)) {
        if (attribute === 'src') dead.add(`${page}: ${link} is on another host`);
        continue;
      }
      if (/^(?:data|mailto):/.test(link)) continue;
      const [path, hash] = link.split('#');
      const target = resolve(page, path, base);
      if (target === undefined || !existsSync(join(dist, target))) dead.add(`${page}: ${link}`);
      else if (hash && pages.has(target) && !pages.get(target).ids.has(decodeURIComponent(hash)))
        dead.add(`${page}: ${link}`);
    }
  }
  return [...dead].sort();
}

/** The file that a link names, from the folder of the site; undefined if it is outside of the base. */
function resolve(page, path, base) {
  if (path === '') return page;
  const absolute = path.startsWith('/') ? path : posix.join(base, posix.dirname(page), path);
  if (!absolute.startsWith(base)) return undefined;
  const inside = absolute.slice(base.length);
  if (inside === '' || inside.endsWith('/')) return `${inside}index.html`;
  return posix.extname(inside) === '' ? `${inside}.html` : inside;
}
