import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitepress';

// Not static imports: VitePress would bundle them into a copy of this file, in which import.meta.url is that of the copy.
const source = (name) => import(String(new URL(`../src/${name}.mjs`, import.meta.url)));
const { markdown } = await source('markdown');
const { publicFolder, site } = await source('paths');

const base = process.env['SITE_BASE'] ?? '/';

/** A name with underscores is one word, and so is each of its parts. */
const words = (text) =>
  (text.match(/[\p{L}\p{N}_]+/gu) ?? []).flatMap((word) =>
    word.includes('_') ? [word, ...word.split('_').filter((part) => part !== '')] : [word],
  );

export default defineConfig({
  title: 'capsule',
  description: 'Native addons that call each other at C speed, through JavaScript, without linking.',
  lang: 'en',
  base,
  srcDir: 'build/content',
  outDir: 'dist',
  cacheDir: 'build/cache',
  // Pages are files: any static server can serve them.
  cleanUrls: false,
  // Sources are not pages of VitePress; site/src/check-links.mjs checks these links too.
  ignoreDeadLinks: [/\/source\//],
  lastUpdated: false,
  head: [
    ['link', { rel: 'icon', href: `${base}icon.svg`, type: 'image/svg+xml' }],
    ['meta', { name: 'theme-color', content: '#0b62d6' }],
  ],
  markdown: markdown(base),
  vite: { publicDir: publicFolder, build: { chunkSizeWarningLimit: 4096 }, logLevel: 'warn' },
  transformPageData: ({ relativePath: page }) => {
    if (page.startsWith('api/c/')) return { frontmatter: { pageClass: 'header', outline: [2, 3] } };
    if (/^api\/[\w-]+\/.+\//.test(page)) return { frontmatter: { pageClass: 'api' } };
    return undefined;
  },
  themeConfig: {
    siteTitle: 'capsule',
    logo: '/icon.svg',
    nav: [
      { text: 'Guide', link: '/docs/your-own-pair', activeMatch: '^/(docs|packages|readme|changelog|contributing)' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
      { text: 'Examples', link: '/examples/', activeMatch: '^/examples/' },
      { text: 'Benchmarks', link: '/benchmarks' },
    ],
    sidebar: JSON.parse(readFileSync(join(site, 'build', 'sidebar.json'), 'utf8')),
    outline: { level: [2, 3] },
    search: {
      provider: 'local',
      options: {
        miniSearch: {
          options: { tokenize: words },
          searchOptions: {
            tokenize: (text) => text.match(/[\p{L}\p{N}_]+/gu) ?? [],
            fuzzy: 0.2,
            prefix: true,
            boost: { title: 8, titles: 2, text: 1 },
            // An error code is a word of many pages. One of them explains it.
            boostDocument: (page, term) => (term.startsWith('err_') && page.includes('troubleshooting') ? 100 : 1),
          },
        },
      },
    },
    footer: { message: 'MIT licence. Built by "npm run docs".' },
    docFooter: { prev: false, next: false },
  },
});
