import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codes } from '@capsule/core';
import { root } from '@capsule/test-support/child-process';
import { describe, expect, test } from 'vitest';
import { files } from '../scripts/files.mjs';
import { libraries } from '../scripts/release/published.mjs';
import { slugify } from '../site/src/markdown.mjs';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const documents = files('md');

/** Returns the code blocks of a language in a document. */
function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code ?? '');
}

/** Returns the anchors of the headings of a document. */
const anchors = (text: string): string[] => [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => slugify(title));

describe('the README', () => {
  const readme = read('README.md');

  test('has at most 150 lines', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(151);
  });

  test('shows the code of examples/00-minimal', () => {
    const shown = [...blocks(readme, 'c'), ...blocks(readme, 'js')].join('\n');
    const code = ['adder.h', 'producer.c', 'index.js'].map((name) => read(join('examples', '00-minimal', name)));
    const [, open = ''] = /^[^\n]*\n(.*?)\nNAPI_MODULE_INIT/s.exec(read('examples/00-minimal/consumer.c')) ?? [];
    for (const text of [...code, open]) expect(shown).toContain(text);
    expect(shown.split('\n').length).toBeLessThan(75); // at most the shown code, and nothing else
  });
});

describe.each(documents)('%s', (file) => {
  const text = read(file);

  test('links to files and headings that exist', () => {
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [path = '', heading] = link.split('#');
      const target = path === '' ? file : join(dirname(file), path);
      expect(existsSync(join(root, target)), link).toBe(true);
      if (heading !== undefined) expect(anchors(read(target)), link).toContain(heading);
    }
  });

  test('names commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json'));
    for (const [, script = ''] of text.matchAll(/`? *npm run ([a-z][\w:]*)/g)) expect(scripts).toHaveProperty([script]);
    for (const [script] of text.matchAll(/\bscripts\/[\w/-]+\.mjs/g))
      expect(existsSync(join(root, script)), script).toBe(true);
  });

  test('has lines of up to 120 columns', () => {
    const long = text.split('\n').filter((line) => [...line].length > 120);
    expect(long).toEqual([]);
  });
});

test('every package and every example has a README', () => {
  for (const parent of ['packages', 'examples']) {
    for (const name of readdirSync(join(root, parent))) {
      if (existsSync(join(root, parent, name, 'package.json')))
        expect(documents).toContain(`${parent}/${name}/README.md`);
    }
  }
});

// Each entry of these documents is a list item. It ends with the file and title of its test, or with the reason why it
// is open.
describe.each(['threats.md', 'peers.md'])('docs/%s', (name) => {
  const [, ...entries] = read(join('docs', name)).split(/^- (?=\*\*)/m);

  test('has entries', () => expect(entries.length).toBeGreaterThan(20));

  const oneLine = (text = '') => text.replaceAll(/\s+/g, ' ').trim();

  test.each(entries.map((entry) => [oneLine(entry.split('**')[1]), oneLine(entry.split(/\n(?=\n|#)/, 1)[0])]))(
    'names a test that exists, or the reason why it is open: %s',
    (_, entry = '') => {
      if (/ Open: ./.test(entry)) return;
      const [, file = '', title = ''] = /Test: \[[^\]]+\]\(([^)]+)\) "(.+)"$/.exec(entry) ?? [];
      const source = read(join('docs', file)).replaceAll("\\'", "'").replaceAll(/\(\s+/g, '(');
      // The title is the first argument of a call. The linter rejects skipped tests.
      expect(["'", '"', '`'].some((quote) => source.includes(`(${quote}${title}${quote},`))).toBe(true);
    },
  );
});

describe('docs/troubleshooting.md', () => {
  const prefixes = ['CAPSULE', ...libraries.filter((name) => name !== 'core').map((name) => name.toUpperCase())];
  const codesIn = (text: string) => text.match(new RegExp(`ERR_(?:${prefixes.join('|')})_[A-Z_]*[A-Z]`, 'g')) ?? [];
  const sources = files('ts', 'c', 'h', 'cc', 'hpp').filter((file) =>
    new RegExp(`^packages/(${libraries.join('|')})/(src|native|include|bindings)/`).test(file),
  );
  const thrown = new Set([...codes, ...sources.flatMap((file) => codesIn(read(file)))]);
  const explained = codesIn(read('docs/troubleshooting.md')).filter((code, i, all) => all.indexOf(code) === i);

  test('explains every error code', () => expect([...thrown].filter((code) => !explained.includes(code))).toEqual([]));
  test('explains no code that does not exist', () => expect(explained.filter((code) => !thrown.has(code))).toEqual([]));
});
