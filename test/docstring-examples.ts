import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, root } from '@capsule/test-support/child-process';
import { files } from '../scripts/files.mjs';
import { libraries } from '../scripts/release/published.mjs';
import { promiseExample } from '../site/src/promise-pages.mjs';

/** An `@example` of a docstring. */
export interface Example {
  /** The file, and the line of the first line of code. */
  readonly place: string;
  readonly code: string;
  /** What its calls of console.log print, by the comments after them. */
  readonly expected: readonly string[];
}

/** The comment after a call of console.log. */
const comments = (code: string): string[] =>
  [...code.matchAll(/\bconsole\.log\(.*\); \/\/ (.+)$/gm)].map(([, comment = '']) => comment);

/** The functions that have a twin in `@capsule/stats/promises`, whose examples follow from theirs. */
const hasPromise = /^import \{ [a-z]\w*(?:, [a-z]\w*)* \} from '@capsule\/stats';\n\n/;

/** All examples of the public packages: those in docstrings, and those that the documentation site derives from them. */
export function examples(): Example[] {
  const all = documented();
  const derived = all.flatMap(({ place, code, expected }) =>
    place.startsWith('packages/stats/src/') && hasPromise.test(code)
      ? [{ place: `${place}, with promises`, code: promiseExample(code), expected }]
      : [],
  );
  return [...all, ...derived];
}

function documented(): Example[] {
  const sources = files('ts', 'cts').filter((file) =>
    new RegExp(`^packages/(${libraries.join('|')})/(src/|paths)`).test(file),
  );
  return sources.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return [...text.matchAll(/^( *) \* @example\n *\* ```ts\n([\s\S]*?)^ *\* ```$/gm)].map((match) => {
      const [, , block = ''] = match;
      const code = block.replaceAll(/^ *\* ?/gm, '');
      const line = text.slice(0, match.index).split('\n').length + 2;
      return { place: `${file}:${line}`, code, expected: comments(code) };
    });
  });
}

/** The compiler's errors, and what each example printed or why it failed. */
export interface Results {
  readonly compiler: string;
  readonly printed: readonly { readonly lines: readonly string[]; readonly error?: string }[];
}

/** Runs all examples in one process: it imports one after the other, and collects what they print. */
const runner = `
import { writeFileSync } from 'node:fs';
import { format } from 'node:util';
const results = [];
for (let i = 0; i < Number(process.argv[2]); i++) {
  const lines = [];
  console.log = (...values) => lines.push(format(...values));
  try {
    await import('./example-' + i + '.mjs');
    results.push({ lines });
  } catch (error) {
    results.push({ lines, error: String(error) });
  }
}
writeFileSync(new URL('results.json', import.meta.url), JSON.stringify(results));
`;

/** Type-checks and runs the examples, in a folder of this repository: they import its packages by their names. */
export function run(all: readonly Example[]): Results {
  mkdirSync(join(root, 'build'), { recursive: true });
  const folder = mkdtempSync(join(root, 'build', 'examples-'));
  try {
    for (const [i, { code }] of all.entries()) writeFileSync(join(folder, `example-${i}.mts`), code);
    writeFileSync(join(folder, 'run.mjs'), runner);
    const compilerOptions = { declaration: false, declarationMap: false, sourceMap: false };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.base.json', compilerOptions, include: ['*.mts'] }),
    );
    const compiler = node([join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder]).stdout;
    const { status, stderr } = node([join(folder, 'run.mjs'), String(all.length)]);
    if (status !== 0) throw new Error(`The examples failed:\n${compiler}${stderr}`);
    return { compiler, printed: JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
