import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '@capsule/test-support/child-process';
import { describe, expect, test } from 'vitest';
import { files } from '../scripts/files.mjs';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const documents = files('md');

/** Returns the code blocks of a language in a document. */
function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code ?? '');
}

describe('the README', () => {
  const readme = read('README.md');

  test('has at most 150 lines', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(151);
  });

  test('shows the code of examples/00-minimal', () => {
    const shown = [...blocks(readme, 'c'), ...blocks(readme, 'js')].join('\n');
    const code = ['adder.h', 'producer.c', 'index.js'].map((name) => read(join('examples', '00-minimal', name)));
    const [, open = ''] = /^.*\n([^]*?)\nNAPI_MODULE_INIT/.exec(read('examples/00-minimal/consumer.c')) ?? [];
    for (const text of [...code, open]) expect(shown).toContain(text);
    expect(shown.split('\n').length).toBeLessThan(75); // and nothing else
  });

  test('names commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const commands = [...readme.matchAll(/npm (?:run )?(start|test|build|bench|check|clean)\b/g)].map(
      ([, name]) => name,
    );
    expect(commands.length).toBeGreaterThan(3);
    for (const name of commands) expect(scripts).toHaveProperty(name ?? '');
  });
});

test.each(documents)('%s links to files that exist', (file) => {
  const links = [...read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link]) => link ?? '');
  for (const link of links) expect(existsSync(join(root, dirname(file), link)), link).toBe(true);
});

test('every package and every example has a README', () => {
  for (const parent of ['packages', 'examples']) {
    for (const name of readdirSync(join(root, parent))) {
      if (existsSync(join(root, parent, name, 'package.json')))
        expect(documents).toContain(`${parent}/${name}/README.md`);
    }
  }
});
