import { readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node, root, run } from '@capsule/test-support/child-process';
import { skipWithout } from '@capsule/test-support/skip';
import { beforeAll, describe, expect, test } from 'vitest';

// Traces calls and compares the files that they execute with the lists in docs/architecture.md. gcov counts the lines of
// C and C++ in a debug build; V8 counts the calls of JavaScript functions.

const build = join(root, 'build', 'trace'); // kept: the next run compiles only what changed
const addons = {
  fastmath: 'packages/fastmath',
  stats: 'packages/stats',
  distance: 'examples/03-produce',
  nearest: 'examples/04-consume',
};
type Addon = keyof typeof addons;

const hasAvx2 = process.platform === 'linux' && / avx2 /.test(readFileSync('/proc/cpuinfo', 'utf8'));
const hasGcov = hasAvx2 && /Free Software Foundation/.test(run('sh', ['-c', 'gcov --version && g++ --version']).stdout);

/** Returns the path in the repository: for compiled JavaScript, that of its TypeScript source. */
const fileOf = (path: string) =>
  relative(root, path)
    .split(sep)
    .join('/')
    .replace(/\/dist\/(.*)\.js$/, '/src/$1.ts');

interface Trace {
  readonly javascript: string[];
  /** How often each line of C and C++ was executed, by file and line. */
  readonly native: Map<string, number>;
}

/** Runs a scenario of trace.cjs. */
function trace(args: string[], traced: Addon[]): Trace {
  run('find', [build, '-name', '*.gcda', '-delete']);
  const env = { ...process.env, FASTMATH_CPU: 'avx2', FASTMATH_THREADS: '2' };
  const { status, stdout, stderr } = node([join(root, 'test', 'trace.cjs'), build, ...args], { env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const urls: string[] = JSON.parse(stdout);
  const javascript = urls.filter((url) => url.startsWith('file:')).map((url) => fileOf(fileURLToPath(url)));

  const data = run('find', [...traced.map((addon) => join(build, addon)), '-name', '*.gcda']).stdout.split('\n');
  const reports = run('gcov', ['--json-format', '--stdout', ...data.filter(Boolean)]).stdout.split('\n');
  const native = new Map<string, number>();
  for (const report of reports.filter(Boolean)) {
    const { files, current_working_directory: folder } = JSON.parse(report);
    for (const { file, lines } of files) {
      const path = fileOf(resolve(folder, file));
      for (const { line_number: number, count } of lines) {
        const line = `${path}:${number}`;
        native.set(line, (native.get(line) ?? 0) + count);
      }
    }
  }
  return { javascript, native };
}

/** Returns the files that a scenario executes more lines of than another one does. */
function executedFiles({ javascript, native }: Trace, before?: Trace): string[] {
  const lines = [...native].filter(([line, count]) => count > (before?.native.get(line) ?? 0)).map(([line]) => line);
  const all = [...javascript, ...lines.map((line) => line.slice(0, line.lastIndexOf(':')))];
  const isOurs = (file: string) => /^(packages|examples)\//.test(file) && !file.includes('node_modules');
  return [...new Set(all)].filter(isOurs).sort();
}

/** Returns the files in the first column of the table below a heading. */
function documentedFiles(heading: string): string[] {
  const document = readFileSync(join(root, 'docs', 'architecture.md'), 'utf8');
  const [, section = ''] = document.split(`### ${heading}\n`);
  const [table = ''] = section.split('\n#');
  return [...table.matchAll(/^\| \[?`([^`]+)`/gm)].map(([, file = '']) => file).sort();
}

describe(
  'docs/architecture.md lists exactly the files that are executed by',
  skipWithout('gcc and gcov', hasGcov),
  () => {
    beforeAll(() => {
      const flags = ['C', 'CXX'].map((language) => `--CDCMAKE_${language}_FLAGS_DEBUG=-O0 --coverage`);
      const compilers = ['--CDCMAKE_C_COMPILER=gcc', '--CDCMAKE_CXX_COMPILER=g++'];
      for (const [name, folder] of Object.entries(addons)) {
        const output = join(build, name);
        const args = ['cmake-js', 'compile', '-D', '-d', folder, '-O', output, '--log-level', 'warn'];
        const { status, stderr } = run('npx', [...args, ...flags, ...compilers]);
        expect({ status, stderr }).toMatchObject({ status: 0 });
      }
    }, 600_000);

    test.each([8, 1000, 2_000_000])('mean(x) of %i numbers', (n) => {
      const calls = ['1', '100'].map((count) => trace(['mean', String(n), count], ['fastmath', 'stats']));
      const [once, often] = calls as [Trace, Trace];
      expect(executedFiles(often, once)).toEqual(documentedFiles(`mean(x) of ${n.toLocaleString('en')} numbers`));
    });

    test.each<['seal' | 'open', Addon]>([
      ['seal', 'distance'],
      ['open', 'nearest'],
    ])('%s', (verb, addon) => {
      expect(executedFiles(trace([verb], [addon]))).toEqual(documentedFiles(verb));
    });
  },
);
