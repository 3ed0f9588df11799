import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node, root } from '@capsule/test-support/child-process';
import { afterAll, describe, expect, test } from 'vitest';

import { outputInReadme } from './output-in-readme.js';

const cwd = join(root, 'examples', '10-describe-csv');
const folder = mkdtempSync(join(tmpdir(), 'capsule-csv-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the example with arguments, and without the environment of this terminal. */
const run = (args: string[], options: { env?: NodeJS.ProcessEnv; flags?: string[] } = {}) =>
  node([...(options.flags ?? []), 'index.js', ...args], { cwd, env: { PATH: process.env['PATH'], ...options.env } });

/** Describes a file that holds a text. */
function describeText(content: string | Buffer, ...args: string[]) {
  const file = join(folder, 'data.csv');
  writeFileSync(file, content);
  return run([file, ...args]);
}

/** Parses the output about a column: its heading, and its numbers by name. */
function columnOf(stdout: string, name: string) {
  const [head = '', ...lines] =
    stdout
      .split('\n\n')
      .find((each) => each.startsWith(`${name}  `))
      ?.split('\n') ?? [];
  const figures = lines.flatMap((line) => [...line.matchAll(/([a-z]+|\d\d %) +(-?[\d.]+(?:e[+-]\d+)?|NaN)(?= |$)/g)]);
  return { head, lines, ...Object.fromEntries(figures.map(([, key, value]) => [key, Number(value)])) } as {
    head: string;
    lines: string[];
  } & Record<string, number>;
}

describe('10-describe-csv rejects', () => {
  const rejection = (args: string[]) => {
    const { status, stdout, stderr } = run(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    return stderr;
  };
  const empty = join(folder, 'empty.csv');
  const header = join(folder, 'header.csv');
  const wide = join(folder, 'wide.csv');
  writeFileSync(empty, '');
  writeFileSync(header, 'a,b\r\n\r\n');
  writeFileSync(wide, 'x,'.repeat(5000));

  test.each<[what: string, args: string[], message: string]>([
    ['a file that is missing', ['nowhere.csv'], 'nowhere.csv: expected a file, found none. Is the path right?'],
    ['a directory', [folder], `${folder}: expected a file, found a directory.`],
    ['an empty file', [empty], `${empty}: expected rows of values, found none.`],
    ['a header without rows', [header], `${header}: expected rows of values, found none.`],
    ['more than 4096 columns', [wide], 'expected up to 4096 columns, found 5001.'],
    ['two files', ['a', 'b'], 'expected one file, found 2.'],
    ['an unknown option', ['--what'], "Unknown option '--what'. --help lists the options."],
    [
      'a delimiter of two letters',
      ['--delimiter', ';;'],
      "expected a character as --delimiter, found ';;'. --help lists the options.",
    ],
    [
      'a quote as delimiter',
      ['--delimiter', '"'],
      "expected a character as --delimiter, found '\"'. --help lists the options.",
    ],
    ['a decimal x', ['--decimal', 'x'], "expected a character as --decimal, found 'x'. --help lists the options."],
  ])('%s', (_, args, message) => {
    expect(rejection(args)).toBe(`describe-csv: ${message}\n`);
  });
});

describe('10-describe-csv skips and reports', () => {
  test('rows with too few or too many cells', () => {
    const { status, stdout } = describeText('a,b\n1,2\n3\n\n4,5,6\n"7\n",8\n9,10,\n');
    expect(status).toBe(1);
    expect(columnOf(stdout, 'b')).toMatchObject({ head: 'b  2 numbers', mean: 5 });
    expect(stdout).toContain(
      'Skipped: 3 rows.\n  line 3: 1 cell, expected 2\n  line 5: 3 cells, expected 2\n  line 8: 3 cells, expected 2\n',
    );
  });

  test('only the first five with their lines', () => {
    const { stdout } = describeText(`a,b\n1,2\n${'3\n'.repeat(8)}`);
    expect(stdout).toMatch(/Skipped: 8 rows\.\n( {2}line [3-7]: 1 cell, expected 2\n){5} {2}\.\.\.\n$/);
  });

  test('a quote that is not closed, and everything after it', () => {
    const { status, stdout } = describeText('a,b\n1,2\n3,4\n5,"6\n7,8\n9,10\n');
    expect(status).toBe(1);
    expect(columnOf(stdout, 'a')).toMatchObject({ head: 'a  2 numbers', mean: 2, max: 3 });
    expect(stdout).toContain('  line 4: a quote that is not closed; reading ends here\n');
  });

  test('a quote that is not closed in a file larger than the longest row', () => {
    const { status, stdout } = describeText(`a,b\n${'1,2\n'.repeat(100_000)}5,"6\n${'7,8\n'.repeat(1_000_000)}`);
    expect(status).toBe(1);
    expect(columnOf(stdout, 'a')).toMatchObject({ head: 'a  100,000 numbers', mean: 1 });
    expect(stdout).toContain('  line 100002: a row of more than 1 MiB, or a quote that is not closed; reading');
  });

  test('cells that are not finite numbers in a column of numbers', () => {
    const odd = ['1_000', '0x10', '1e400', 'Infinity', '-inf', '1,5', '12:30', '1 2'];
    const cells = ['1', ' 2 ', '+3', '.5', '5.', '-1e-3', '1E2', '7', '8', ...odd];
    const { status, stdout } = describeText(`a;b\n${cells.map((cell) => `${cell};0`).join('\n')}\n`);
    expect(status).toBe(1);
    expect(columnOf(stdout, 'a')).toMatchObject({ head: 'a  9 numbers', min: -0.001, max: 100 });
    expect(stdout).toContain(
      "  skipped: 8 cells without a finite number: '1_000' on line 11, '0x10' on line 12, '1e400' on line 13, ...\n",
    );
    expect(stdout).toMatch(/Skipped: 8 cells\.\n$/);
  });

  test('the correct line if cells contain line breaks', () => {
    const { stdout } = describeText('n,text\r\n1,"a\r\nb"\r\n2,"c\r\n\r\nd"\r\nx,e\r\n3,f\r\n');
    expect(stdout).toContain("'x' on line 7\n");
  });
});

describe('10-describe-csv reads', () => {
  test.each([
    ['CRLF line ends', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['CR line ends', 'a,b\r1,2\r3,4\r'],
    ['mixed line ends and none at the end', 'a,b\r\n1,2\n3,4'],
    ['a byte order mark', '\ufeffa,b\n1,2\n3,4\n'],
    ['UTF-16 with a byte order mark', Buffer.from('\ufeffa,b\n1,2\n3,4\n', 'utf16le')],
    ['semicolons', 'a;b\n1;2\n3;4\n'],
    ['tabs', 'a\tb\n1\t2\n3\t4\n'],
    ['quotes around every cell', '"a";"b"\n"1";"2"\n"3";"4"\n'],
    ['delimiters in a quoted name', 'a,"b"\n1,2\n3,4\n'],
    ['empty lines', '\na,b\n\n1,2\n\n\n3,4\n\n'],
  ])('%s', (_, content) => {
    const { status, stdout, stderr } = describeText(content);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('2 rows of 2 columns');
    expect([columnOf(stdout, 'a'), columnOf(stdout, 'b')]).toMatchObject([
      {
        head: 'a  2 numbers',
        mean: 2,
        std: expect.closeTo(Math.SQRT2, 5),
        min: 1,
        '25 %': 1.5,
        median: 2,
        '75 %': 2.5,
        max: 3,
      },
      { head: 'b  2 numbers', mean: 3, std: expect.closeTo(Math.SQRT2, 5) },
    ]);
  });

  test('decimal commas with --decimal ,', () => {
    const { stdout } = describeText('a;b\n1,5;2\n2,5;-3,25e1\n', '--decimal', ',');
    expect([columnOf(stdout, 'a')['mean'], columnOf(stdout, 'b')['min']]).toEqual([2, -32.5]);
  });

  test('a first row of numbers as values, and any first row with --no-header', () => {
    expect(columnOf(describeText('1,2\n3,4\n').stdout, 'column 1')).toMatchObject({ mean: 2 });
    expect(columnOf(describeText('1,2\n3,4\n', '--header').stdout, '1').head).toBe('1  1 number');
    expect(columnOf(describeText('x\ny\nx\n', '--no-header').stdout, 'column 1').head).toBe(
      'column 1  3 texts, 2 different',
    );
  });

  test('every spelling of a missing value', () => {
    const { status, stdout } = describeText('a,b\n,1\nNA,1\nn/a,1\nNaN,1\nnull,1\nNone,1\n-,1\n "" ,1\n5,1\n');
    expect(columnOf(stdout, 'a').head).toBe('a  1 number, 7 missing');
    expect(status).toBe(1); // ' "" ' is a cell with two quotes in it
    expect(columnOf(describeText('a,b\n,1\n,1\n').stdout, 'a').head).toBe('a  2 missing');
  });

  test('text, and counts up to 1000 different values', () => {
    const { status, stdout } = describeText('t\n"a ""b"""\nc\nc\n3\n');
    expect(status).toBe(0);
    expect(columnOf(stdout, 't')).toMatchObject({
      head: 't  3 texts, 2 different, 1 number',
      lines: [expect.stringMatching(/^ {2}c {6}2 {2}#+$/), expect.stringMatching(/^ {2}a "b" {2}1 {2}#+$/)],
    });
    const many = describeText(`t\n${Array.from({ length: 5000 }, (_, i) => `text ${i}\n`).join('')}`).stdout;
    expect(columnOf(many, 't').head).toBe('t  5,000 texts, more than 1,000 different');
  });

  test('control characters, and does not print them', () => {
    const { stdout } = describeText('\u001b[2Ja,b\n\u001b]0;title\u0007,1\n');
    expect(['\u0007', '\u001b'].filter((char) => stdout.includes(char))).toEqual([]);
    expect(stdout).toContain('?[2Ja  1 text, 1 different\n  ?]0;title?');
  });

  test('the largest and smallest float64 numbers', () => {
    const { status, stdout } = describeText('a\n-1.7e308\n1.7e308\n5e-324\n');
    expect(status).toBe(0);
    expect(columnOf(stdout, 'a')).toMatchObject({ mean: 0, std: 1.7e308, min: -1.7e308, max: 1.7e308 });
    expect(stdout).toMatch(/\n {2}-1\.7e\+308 +1\.7e\+308\n/);
  });

  test.each<[what: string, cells: string[], axis: RegExp]>([
    ['integers, which get one bin each', ['1', '3', '3'], /\n( {2}█{24} +█{24}\n){2} {2}1 +3\n/],
    ['neighbouring float64 numbers, which share a bin', ['1', '1.0000000000000002'], /█\n {2}1 +1\n/],
    ['the smallest subnormal numbers', ['0', '5e-324', '1e-323'], /█\n {2}0 +1e-323\n/],
    ['integers above 2^53', ['1e17', '100000000000000016'], /█\n {2}1e\+17 +1e\+17\n/],
    ['large equal numbers', ['1e17', '1e17'], /max +1e\+17\n\n/],
  ])('%s', (_, cells, axis) => {
    const { status, stdout, stderr } = describeText(`a\n${cells.join('\n')}\n`, '--no-ascii');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(axis);
  });

  test('standard input', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['index.js', '-'], {
      cwd,
      input: 'a\n1\n2\n',
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^standard input: 2 rows of 1 column, /);
  });
});

test('10-describe-csv draws with blocks on a UTF-8 terminal, and with ASCII on request', () => {
  const file = join(folder, 'drawn.csv');
  writeFileSync(file, 'a\n1\n2\n2\n');
  const drawn = (args: string[], env: NodeJS.ProcessEnv) => /[▁▂▃▄▅▆▇█]/.test(run([file, ...args], { env }).stdout);
  expect([drawn([], { LANG: 'en_US.UTF-8', WT_SESSION: '1' }), drawn(['--no-ascii'], {})]).toEqual([true, true]);
  expect([drawn([], { LANG: 'C' }), drawn(['--ascii'], { LANG: 'en_US.UTF-8' })]).toEqual([false, false]);
});

test('10-describe-csv --help prints the usage', () => {
  expect(run(['--help'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^node index\.js \[file\]\n\n/) });
});

// Neither the 32 MB of text nor the values fit in a heap of 16 MiB.
test('10-describe-csv describes a million generated rows in 16 MiB, and deletes its temporary file', () => {
  const { status, stdout, stderr } = run([], {
    env: { TMPDIR: folder, TEMP: folder },
    flags: ['--max-old-space-size=16'],
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const line of outputInReadme('10-describe-csv')) expect(stdout).toMatch(line);
  expect(stdout).toMatch(/^generated data: 1,000,000 rows of 5 columns, /);
  expect(readdirSync(folder).filter((name) => name.startsWith('describe-csv-'))).toEqual([]);
  // Each distribution's mean, std, skewness and kurtosis. The mean of a million values has an error of 0.001 std.
  const expected: [name: string, n: string, mean: number, std: number, skewness: number, kurtosis: number][] = [
    ['uniform', '1,000,000 numbers', 1 / 2, Math.sqrt(1 / 12), 0, -1.2],
    ['normal', '999,000 numbers, 1,000 missing', 100, 15, 0, 0],
    ['exponential', '1,000,000 numbers', 2, 2, 2, 6],
    ['die', '1,000,000 numbers', 3.5, Math.sqrt(35 / 12), 0, -222 / 175],
  ];
  for (const [name, n, mean, std, skewness, kurtosis] of expected) {
    const found = columnOf(stdout, name);
    expect(found.head).toBe(`${name}  ${n}`);
    expect(Math.abs((found['mean'] ?? Number.NaN) - mean) / std).toBeLessThan(0.004);
    expect((found['std'] ?? Number.NaN) / std).toBeCloseTo(1, 2);
    expect(found['skewness']).toBeCloseTo(skewness, 1);
    expect(Math.abs((found['kurtosis'] ?? Number.NaN) - kurtosis)).toBeLessThan(0.15);
  }
  // The standard error of a fraction p in a sample of 100,000 is sqrt(p * (1 - p) / 100000), at most 0.0016.
  const [normal, exponential] = [columnOf(stdout, 'normal'), columnOf(stdout, 'exponential')];
  const quartiles = ['25 %', 'median', '75 %'];
  for (const [i, z] of [-0.67449, 0, 0.67449].entries()) {
    expect(Math.abs((normal[quartiles[i] ?? ''] ?? Number.NaN) - (100 + 15 * z))).toBeLessThan(0.4);
    expect(exponential[quartiles[i] ?? '']).toBeCloseTo(-2 * Math.log(1 - (i + 1) / 4), 1);
  }
  expect(columnOf(stdout, 'day').head).toBe('day  1,000,000 texts, 7 different');
  expect(columnOf(stdout, 'day').lines).toContainEqual(expect.stringMatching(/^ {2}Monday +142,858 {2}#+$/));
});
