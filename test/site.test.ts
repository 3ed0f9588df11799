// The documentation site: what its pages contain, and how it looks and behaves in a browser.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { include_dir } from '@capsule/core';
import { chromiumPath } from '@capsule/test-support/browser';
import { node, root, run } from '@capsule/test-support/child-process';
import { compilers, includes } from '@capsule/test-support/compilers';
import { skipWithout } from '@capsule/test-support/skip';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../site/src/c-examples.mjs';
import { readHeader } from '../site/src/c-header.mjs';
import { anchorOf, entriesOf, headerPages } from '../site/src/c-pages.mjs';
import { checkLinks } from '../site/src/check-links.mjs';
import { documentGroups } from '../site/src/documents.mjs';

const require = createRequire(import.meta.url);
const site = join(root, 'site');
const dist = join(site, 'dist');

test('every document in docs/ has a place in the navigation', () => {
  const placed = documentGroups.flatMap(([, names]) => names);
  const names = readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md'));
  expect(names.filter((file) => !placed.includes(file.slice(0, -3)))).toEqual([]);
});

describe('the pages of C headers', () => {
  const examples = readExamples();
  const pages = headerPages.map((header) => ({ header, entries: entriesOf(header).entries }));
  const named = new Set(pages.flatMap(({ entries }) => entries.flatMap(({ names }) => names)));

  test.each(pages.map(({ header, entries }) => [header.name, header, entries] as const))(
    '%s: every declaration has text and an example',
    (name = '', header, entries) => {
      expect(entries.length).toBeGreaterThan(0);
      const keys = (entry: (typeof entries)[number]) => [anchorOf(entry, header), ...entry.names.slice(0, 1)];
      const without = entries.filter(
        (entry) => entry.blocks.length === 0 || !keys(entry).some((key) => examples.has(`${name} ${key}`)),
      );
      expect(without.map(({ names }) => names[0])).toEqual([]);
    },
  );

  test('every example belongs to a declaration', () => {
    const known = pages.flatMap(({ header, entries }) =>
      entries.flatMap((entry) => [anchorOf(entry, header), ...entry.names].map((name) => `${header.name} ${name}`)),
    );
    expect([...examples.keys()].filter((key) => !known.includes(key))).toEqual([]);
  });

  test.each(compilers)('%s finds no public function or macro that has no entry', (compiler) => {
    const files = headerPages.map(({ file }) => file).filter((file) => file.endsWith('.h'));
    const text = files.map((file) => `#include "${join(root, file)}"\n`).join('');
    const folders = includes(include_dir, join(root, 'packages', 'fastmath', 'include'));
    const { stdout, status } = run(compiler, ['-std=c11', '-dD', '-E', ...folders, '-x', 'c', '-'], { input: text });
    expect(status).toBe(0);
    // The preprocessor writes, before the lines of a file: # 12 "path".
    let file = '';
    const found: string[] = [];
    for (const line of stdout.split('\n')) {
      const place = /^# \d+ "([^"]*)"/.exec(line);
      if (place !== null) file = place[1] ?? '';
      else if (files.some((each) => file.endsWith(each))) {
        const name = /^#define (\w+)/.exec(line)?.[1] ?? /^static inline .*?(\w+)\(/.exec(line)?.[1];
        if (name !== undefined) found.push(name);
      }
    }
    expect(found).toEqual(expect.arrayContaining(['capsule_open_table', 'CAPSULE_CONTRACT', 'FASTMATH_GET']));
    const internal = /^(?:\w+_H|FASTMATH_CHECK)$/; // guards against double inclusion, and a check of the layout
    expect(found.filter((name) => !named.has(name) && !internal.test(name))).toEqual([]);
  });

  test('a declaration without a comment has no entry: the check above finds it', () => {
    const { entries } = readHeader('/* a.h: a. */\n\n/* A. */\nstatic inline int a(int b);\n\n#define B 1\n', 'a.h');
    expect(entries.map(({ names }) => names)).toEqual([['a']]);
  });
});

test('a dead link, a dead anchor and a script of another host are found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  try {
    mkdirSync(join(folder, 'sub'));
    writeFileSync(
      join(folder, 'index.html'),
      '<a href="/x/sub/a.html#there">ok</a> <a href="./sub/b.html">no page</a>',
    );
    writeFileSync(
      join(folder, 'sub', 'a.html'),
      '<p id="there"></p><a href="#gone">no anchor</a><script src="https://example.com/a.js"></script><a href="../">ok</a>',
    );
    expect(checkLinks(folder, '/x/')).toEqual([
      'index.html: ./sub/b.html',
      'sub/a.html: #gone',
      'sub/a.html: https://example.com/a.js is on another host',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const isInstalled = existsSync(join(site, 'node_modules', 'vitepress'));
const executablePath = chromiumPath();

describe('the site', skipWithout('the packages of the site: npm run docs:setup', isInstalled), () => {
  beforeAll(() => {
    const { status, stdout, stderr } = node([join(site, 'build.mjs')]);
    if (status !== 0) throw new Error(`npm run docs failed:\n${stdout}${stderr}`);
  }, 600_000);

  describe.each([
    ['@capsule/core', 'core'],
    ['@capsule/contract', 'contract'],
    ['@capsule/fastmath', 'fastmath'],
    ['@capsule/random', 'random'],
    ['@capsule/stats', 'stats'],
    ['@capsule/stats/promises', 'stats-promises'],
  ])('the pages of %s', (name, folder) => {
    const folderOf = () => join(site, 'build', 'content', 'api', folder);
    const pages = () =>
      readdirSync(folderOf(), { recursive: true, encoding: 'utf8' }).filter((page) => /[\\/]\w+\.md$/.test(page));

    test('there is one for each export', () => {
      const found = pages().map((page) => /(\w+)\.md$/.exec(page)?.[1]);
      expect(Object.keys(require(name)).filter((each) => !found.includes(each))).toEqual([]);
    });

    test('each has an example', () => {
      const without = pages().filter(
        (page) => !/^\*\*Example\*\*$/m.test(readFileSync(join(folderOf(), page), 'utf8')),
      );
      expect(without).toEqual([]);
    });
  });

  describe('in a browser', skipWithout('Chromium', executablePath !== undefined), () => {
    let server: Server;
    let browser: Browser;
    let origin = '';
    const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

    beforeAll(async () => {
      server = createServer(({ url = '/' }, response) => {
        const path = decodeURIComponent(url.split('?')[0] ?? '');
        const file = join(dist, path.endsWith('/') ? `${path}index.html` : path);
        if (!existsSync(file)) return response.writeHead(404).end();
        const type = types[extname(file)] ?? (file.endsWith('.svg') ? 'image/svg+xml' : 'application/octet-stream');
        return response.writeHead(200, { 'content-type': type }).end(readFileSync(file));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      browser = await chromium.launch({ executablePath: executablePath as string, args: ['--no-sandbox'] });
    });
    afterAll(async () => {
      await browser?.close();
      server?.close();
    });

    /** Opens a page, and fails if it has errors, if a file is missing, or if it requests anything from elsewhere. */
    async function open(
      path: string,
      options: { colorScheme?: 'light' | 'dark'; width?: number },
      use: (page: Page) => Promise<void>,
    ): Promise<void> {
      const { colorScheme = 'light', width = 1280 } = options;
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      try {
        const problems: string[] = [];
        page.on('pageerror', (error) => problems.push(String(error)));
        page.on('console', (message) => problems.push(message.text()));
        page.on('request', (request) => {
          if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(`${origin}/`))
            problems.push(request.url());
        });
        page.on('response', (response) => {
          if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
        });
        await page.goto(`${origin}${path}`, { waitUntil: 'networkidle' });
        await use(page);
        expect(problems).toEqual([]);
      } finally {
        await page.close();
      }
    }

    const shown = [
      '/index.html',
      '/readme.html',
      '/api/index.html',
      '/api/c/capsule-h.html',
      '/api/c/fastmath-h.html',
      '/api/core/functions/loadAddon.html',
      '/api/stats/functions/quantile.html',
      '/benchmarks.html',
      '/docs/troubleshooting.html',
      '/examples/04-consume/index.html',
    ];

    test.each(shown)('%s has no horizontal scrolling on a phone', (path) =>
      open(path, { width: 390 }, async (page) => {
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      }),
    );

    // Each kind of page: axe takes seconds for one.
    const kinds = ['/index.html', '/api/c/capsule-h.html', '/api/stats/functions/quantile.html', '/readme.html'];

    test.each(kinds.flatMap((path) => [[path, 'light'] as const, [path, 'dark'] as const]))(
      '%s has readable contrast: %s',
      (path, colorScheme) =>
        open(path, { colorScheme }, async (page) => {
          await page.addScriptTag({ path: require.resolve('axe-core') });
          const results = (await page.evaluate(
            "axe.run({ runOnly: ['color-contrast', 'image-alt', 'link-name', 'button-name'] })",
          )) as { violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] };
          const faults = results.violations.flatMap(({ id, nodes }) =>
            nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
          );
          expect(faults).toEqual([]);
        }),
    );

    test.each([
      ['capsule_open_table', '/api/c/capsule-h.html#capsule_open_table'],
      ['mean', '/api/stats/functions/mean.html'],
      ['loadAddon', '/api/core/functions/loadAddon.html'],
      ['FASTMATH_GET', '/api/c/fastmath-h.html#FASTMATH_GET'],
      ['ERR_CAPSULE_NAME_MISMATCH', '/docs/troubleshooting.html'],
    ])('the search finds %s', (words, target) =>
      open('/index.html', {}, async (page) => {
        await page.keyboard.press('Control+k');
        await page.fill('.VPLocalSearchBox input', words);
        await page.waitForSelector('.VPLocalSearchBox .result');
        const links = await page.evaluate(
          "[...document.querySelectorAll('.VPLocalSearchBox .result')].map((a) => a.getAttribute('href'))",
        );
        expect((links as string[]).slice(0, 3).some((link) => link.startsWith(target))).toBe(true);
        await page.click('.VPLocalSearchBox .result >> nth=0');
        await page.waitForSelector('.VPDoc');
      }),
    );

    test('the theme can be switched', () =>
      open('/index.html', { colorScheme: 'light' }, async (page) => {
        const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
        const light = await background();
        await page.click('.VPNavBarAppearance button');
        expect(await page.evaluate("document.documentElement.classList.contains('dark')")).toBe(true);
        expect(await background()).not.toBe(light);
      }));
  });
});
