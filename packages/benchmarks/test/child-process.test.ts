import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Child } from '../dist/harness/child-process.js';
import { type Case, type Context, checkAgreement, compete } from '../dist/harness/suite.js';
import type { Row } from '../dist/results/results.js';

const file = join(__dirname, 'fixtures', 'competitor.cjs');
const folder = mkdtempSync(join(tmpdir(), 'capsule-'));
const numbers = join(folder, 'x');
const children: Child[] = [];

async function start(how: string): Promise<Child> {
  const child = await Child.start({ competitor: how, file, args: [how] });
  children.push(child);
  return child;
}

beforeAll(() => writeFileSync(numbers, new Uint8Array(Float64Array.of(1, 2, 6, 100).buffer)));
afterEach(() => Promise.all(children.splice(0).map((child) => child.end())));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a competitor in a separate process', () => {
  test('reports its version and functions, and computes from the first n numbers', async () => {
    const child = await start('right');
    expect(child).toMatchObject({
      version: '1.2.3',
      functions: ['mean', 'pair', 'throws', 'loop'],
      missing: undefined,
    });
    await child.data(3, numbers, numbers);
    expect(await child.value('mean')).toBe(3);
    await child.data(4, numbers, numbers);
    expect(await child.value('mean')).toBe(27.25);
  });

  test('is timed by its calls or by its own loop', async () => {
    const child = await start('right');
    await child.data(4, numbers, numbers);
    for (const name of ['mean', 'loop']) {
      const time = await child.time(name, 1);
      expect(time).toBeGreaterThan(0);
      expect(time).toBeLessThan(1e6);
    }
  });

  test('reports an error that a function throws, and continues', async () => {
    const child = await start('right');
    await child.data(4, numbers, numbers);
    await expect(child.value('throws')).rejects.toThrow('right: RangeError: expected more');
    await expect(child.value('nothing')).rejects.toThrow('expected one of mean,pair,throws,loop, found nothing');
    expect(await child.value('mean')).toBe(27.25);
  });

  test.each([
    ['throws while it is loaded', { file, args: ['absent'] }, 'Error: cannot start'],
    ['is not a module', { file: '/no/such/file.js' }, "Cannot find module '/no/such/file.js'"],
    ['needs a program that is missing', { file, program: '/no/such/program' }, 'spawn /no/such/program ENOENT'],
    [
      'needs npm run bench:setup',
      { file: join(__dirname, 'fixtures', 'competitor-not-installed.cjs') },
      'not installed',
    ],
  ])('is missing, with the reason, if it %s', async (_, given, why) => {
    const child = await Child.start({ competitor: 'x', ...given });
    children.push(child);
    expect(child.missing).toContain(why);
    expect(child.functions).toEqual([]);
  });
});

describe('checkAgreement', () => {
  const each: Case = { function: 'mean', n: 4 };

  test('accepts results that agree', async () => {
    const pair = [await start('right'), await start('right')];
    for (const child of pair) await child.data(4, numbers, numbers);
    await checkAgreement(pair, each);
    await checkAgreement(pair, { function: 'pair', n: 4 });
  });

  test.each(['mean', 'pair'])('rejects results of %s that differ in the seventh digit', async (name) => {
    const pair = [await start('right'), await start('wrong')];
    for (const child of pair) await child.data(4, numbers, numbers);
    await expect(checkAgreement(pair, { function: name, n: 4 })).rejects.toThrow(
      `${name} of 4: expected wrong to agree with right on `,
    );
  });

  test('rejects results without a common property', async () => {
    const found = [{ a: 1 }, { b: 1 }, 'one', undefined].map((value) => ({
      competitor: 'x',
      value: async () => value,
    }));
    for (const other of found.slice(1, 3)) {
      await expect(checkAgreement([found[0] as never, other], each)).rejects.toThrow('expected x to agree');
    }
    await checkAgreement([found[0] as never, found[3] as never], each); // a missing result is not compared
  });
});

test('runs competitors in interleaved rounds, and reports those that are missing', async () => {
  const rows: Row[] = [];
  const missing: Record<string, string> = {};
  const progress: string[] = [];
  const context: Context = {
    quick: true,
    isSelected: (name) => name !== 'loop',
    progress: (what) => progress.push(what),
    add: (row) => rows.push(row),
    version: (competitor, version) => progress.push(`${competitor} ${version}`),
    missing: (competitor, why) => {
      missing[competitor] = why;
    },
  };
  await compete(context, {
    suite: 'test',
    starts: ['right', 'absent', 'right too'].map((competitor) => ({ competitor, file, args: [competitor] })),
    cases: [8, 16].flatMap((n) => ['mean', 'loop'].map((name) => ({ function: name, n }))),
    rounds: 3,
    milliseconds: 1,
    longest: 16,
  });
  // A function without a case is reported too.
  const forgotten = ['pair', 'throws'].flatMap((name) =>
    ['right', 'right too'].map((competitor) => `${name} by ${competitor}`),
  );
  expect(missing).toEqual({
    absent: 'Error: cannot start',
    ...Object.fromEntries(forgotten.map((name) => [name, 'no case of test'])),
  });
  expect(progress).toEqual(expect.arrayContaining(['test: mean of 8', 'test: mean of 16', 'right 1.2.3']));
  expect(rows.map(({ competitor, n }) => [competitor, n])).toEqual([
    ['right', 8],
    ['right too', 8],
    ['right', 16],
    ['right too', 16],
  ]);
  for (const row of rows) {
    expect(row).toMatchObject({ suite: 'test', function: 'mean', unit: 'ns', rounds: 3 });
    expect(row.low).toBeGreaterThan(0);
    expect(row.low).toBeLessThanOrEqual(row.median);
    expect(row.median).toBeLessThanOrEqual(row.high);
  }
});
