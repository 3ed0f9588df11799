import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { source, sum, type Workbench, workbench } from './workbench.js';

const file = 'math.contract.ts';
const dot = (since = '1.0') => sum(since);
let bench: Workbench;
beforeEach(async () => {
  bench = workbench({ [file]: source('1.0', { sum: sum(), dot: dot() }) });
});
afterEach(() => bench[Symbol.dispose]());

/** What `check` says of another text of the contract, after generating anew. */
async function change(text: string): Promise<{ status: number | null; stderr: string }> {
  bench.write(file, text);
  expect((await bench.capsule('generate')).status).toBe(0);
  const { status, stderr } = await bench.capsule('check');
  return { status, stderr };
}

describe('a mistake in a contract', () => {
  test('is told with file, line and function', async () => {
    bench.write(
      file,
      source('1.0', { sum: sum(), dot: `fn(f64, { x: Number }, { since: '1.0', thread: 'any', doc: 'x' })` }),
    );
    expect(await bench.capsule('check')).toMatchObject({ status: 1, stdout: '' });
    expect((await bench.capsule('generate')).stderr).toBe(
      `${file}:5, dot: expected x of a type of @capsule/contract, such as f64 or constPtr(f64), found function Number() { [native code] }.\n`,
    );
  });

  test('is found where JavaScript says nothing: two functions of one name', async () => {
    bench.write(file, source('1.0', { sum: sum(), dot: dot(), 'sum ': sum() }));
    expect((await bench.capsule('check')).stderr).toBe(
      `${file}:6, sum: expected a name of its own, found another sum in line 4.\n`,
    );
  });

  test('is found among the arguments too', async () => {
    bench.write(file, source('1.0', { dot: `fn(f64, { x: f64, x: f64 }, { since: '1.0', thread: 'any', doc: 'x' })` }));
    expect((await bench.capsule('check')).stderr).toBe(
      `${file}:4, x: expected a name of its own, found another x in line 4.\n`,
    );
  });

  test('is a file without a contract', async () => {
    bench.write(file, 'export const x = 1;');
    expect((await bench.capsule('check')).stderr).toBe(
      `${file}: expected export default defineContract(...), found no default export.\n`,
    );
  });
});

describe('the generated files', () => {
  test('are missed', async () => {
    const header = join('include', 'math', 'math.h');
    expect(await bench.capsule('check')).toMatchObject({ status: 1 });
    expect((await bench.capsule('check')).stderr).toContain(
      `${header}: expected what ${file} generates, found no file. Run "npx capsule generate".\n`,
    );
  });

  test('are in order after generate', async () => {
    await bench.capsule('generate');
    expect(await bench.capsule('check')).toEqual({
      status: 0,
      stdout: `${file}: contract 1.0 is in order.\n`,
      stderr: '',
    });
  });

  test('are compared to the last line', async () => {
    await bench.capsule('generate');
    const header = join('include', 'math', 'math.h');
    const text = bench.read(header);
    bench.write(header, text.replace('size_t n', 'size_t m'));
    const line = text.split('\n').findIndex((each) => each.includes('size_t n')) + 1;
    expect((await bench.capsule('check')).stderr).toBe(
      `${header}: expected what ${file} generates, found other text in line ${line}. Run "npx capsule generate".\n`,
    );
    bench.write(header, `${text}\n// more`);
    expect((await bench.capsule('check')).status).toBe(1);
  });
});

describe('after freezing', () => {
  beforeEach(async () => {
    expect(await bench.capsule('freeze')).toEqual({
      status: 0,
      stdout: `1.0 is frozen: ${join('abi', 'math.abi.json')}\n`,
      stderr: '',
    });
  });
  const leave = (name: string) =>
    `Leave ${name} as it was and append a function with another name, or begin contract 2.0.`;

  test('the record says what was shipped', async () => {
    expect(JSON.parse(bench.read('abi/math.abi.json'))).toEqual({
      contract: '@acme/math',
      versions: [
        {
          version: '1.0',
          functions: ['sum', 'dot'].map((name) => ({
            name,
            signature: 'f64(*f64,usize)',
            qualified: 'f64(*const f64,usize)',
            since: '1.0',
            thread: 'any',
          })),
        },
      ],
    });
  });

  test.each<[string, () => string, string]>([
    [
      'a changed type',
      () => source('1.0', { sum: sum('1.0', 'constPtr(f32)'), dot: dot() }),
      `${file}:4, sum: expected f64(*f64,usize), as frozen in 1.0, found f64(*f32,usize). ${leave('sum')}`,
    ],
    [
      'a changed type under a new minor',
      () => source('1.1', { sum: sum('1.0', 'constPtr(f32)'), dot: dot() }),
      `${file}:4, sum: expected f64(*f64,usize), as frozen in 1.0, found f64(*f32,usize). ${leave('sum')}`,
    ],
    [
      'a lost const',
      () => source('1.0', { sum: sum('1.0', 'mutPtr(f64)'), dot: dot() }),
      `${file}:4, sum: expected f64(*const f64,usize), as frozen in 1.0, found f64(*f64,usize). Callers may pass memory that cannot be written. ${leave('sum')}`,
    ],
    [
      'a narrower thread rule',
      () => source('1.0', { sum: sum('1.0', 'constPtr(f64)', 'one'), dot: dot() }),
      `${file}:4, sum: expected thread 'any', as frozen in 1.0, found 'one'. ${leave('sum')}`,
    ],
    [
      'a later since',
      () => source('1.1', { sum: sum(), dot: dot('1.1') }),
      `${file}:5, dot: expected since 1.0, as frozen in 1.0, found since 1.1. Write since: '1.0'.`,
    ],
    [
      'a function that is gone',
      () => source('1.0', { sum: sum() }),
      `${file}, dot: expected it in place 2, as frozen in 1.0, found none of that name. Put dot back, or begin contract 2.0.`,
    ],
    [
      'a new function without a new minor',
      () => source('1.0', { sum: sum(), dot: dot(), max: sum() }),
      `${file}:6, max: expected since 1.1 or later, because 1.0 is frozen without max, found since 1.0. Raise the contract to 1.1 and write since: '1.1'.`,
    ],
    [
      'a new function that pretends to be old',
      () => source('1.1', { sum: sum(), dot: dot(), max: sum() }),
      `${file}:6, max: expected since 1.1 or later, because 1.0 is frozen without max, found since 1.0. Raise the contract to 1.1 and write since: '1.1'.`,
    ],
  ])('%s fails, also when everything is generated anew', async (_, text, message) => {
    expect(await change(text())).toEqual({ status: 1, stderr: `${message}\n` });
    expect(await bench.capsule('freeze')).toMatchObject({ status: 1, stderr: `${message}\n` });
  });

  test('functions that changed their places fail', async () => {
    const { status, stderr } = await change(source('1.0', { dot: dot(), sum: sum() }));
    expect(status).toBe(1);
    expect(stderr).toBe(
      `${file}:5, sum: expected it in place 1, as frozen in 1.0, found it in place 2. Move sum back, or begin contract 2.0.\n` +
        `${file}:4, dot: expected it in place 2, as frozen in 1.0, found it in place 1. Move dot back, or begin contract 2.0.\n`,
    );
  });

  test('a version that goes back fails', async () => {
    bench.write(file, source('1.1', { sum: sum(), dot: dot(), max: sum('1.1') }));
    expect((await bench.capsule('freeze')).status).toBe(0);
    expect((await change(source('1.0', { sum: sum(), dot: dot() }))).stderr).toContain(
      `${file}: expected version 1.1 or later, because that is frozen, found 1.0. Set the version to 1.1.\n`,
    );
  });

  test.each<[string, () => string]>([
    [
      'other words',
      () => source('1.0', { sum: sum().replace('A sum.', 'The sum.'), dot: dot().replace('x:', 'vector:') }),
    ],
    ['an appended function with a new minor', () => source('1.1', { sum: sum(), dot: dot(), max: sum('1.1') })],
    [
      'a new major, in any shape',
      () => source('2.0', { dot: `fn(nothing, {}, { since: '2.0', thread: 'js', doc: 'New.' })` }),
    ],
  ])('%s pass', async (_, text) => {
    expect(await change(text())).toEqual({ status: 0, stderr: '' });
  });

  test('gaining a const passes', async () => {
    bench.write(file, source('1.1', { sum: sum(), dot: dot(), fill: sum('1.1', 'mutPtr(f64)') }));
    expect((await bench.capsule('freeze')).status).toBe(0);
    expect((await change(source('1.1', { sum: sum(), dot: dot(), fill: sum('1.1') }))).status).toBe(0);
  });

  test('freezing again changes nothing, and a new minor is appended', async () => {
    const record = bench.read('abi/math.abi.json');
    expect((await bench.capsule('freeze')).stdout).toBe(
      `1.0 was frozen before, and has not changed: ${join('abi', 'math.abi.json')}\n`,
    );
    expect(bench.read('abi/math.abi.json')).toBe(record);
    bench.write(file, source('1.1', { sum: sum(), dot: dot(), max: sum('1.1') }));
    await bench.capsule('freeze');
    expect(
      JSON.parse(bench.read('abi/math.abi.json')).versions.map(({ version }: { version: string }) => version),
    ).toEqual(['1.0', '1.1']);
  });

  test('generate does not touch the record', async () => {
    const record = bench.read('abi/math.abi.json');
    await change(source('1.0', { sum: sum('1.0', 'constPtr(f32)'), dot: dot() }));
    expect(bench.read('abi/math.abi.json')).toBe(record);
  });
});
