import { callPath, functions, ways } from '@capsule/benchmarks';
import { loadAddon } from '@capsule/core';
import { capsule as fastmath } from '@capsule/fastmath';
import { expect, test } from 'vitest';

type Run = (way: string, name: string, n: number, count: number) => number;
const { capsule, empty, add, dot } = loadAddon<Record<'capsule' | 'empty' | 'add' | 'dot', unknown>>(
  __dirname,
  'producer',
);
const { open } = loadAddon<{ open(...given: unknown[]): Run }>(__dirname, 'consumer');
const file = require.resolve('../build/Release/producer.node');
const run = open(capsule, file, empty, add, dot);

test('rejects unknown ways, functions and lengths', () => {
  expect(() => run('by-post', 'add', 0, 1)).toThrow('expected a way of calling');
  expect(() => run('capsule', 'fly', 0, 1)).toThrow('expected a function: empty, add or dot');
  expect(() => open(capsule, '/no/such/file', empty, add, dot)).toThrow(
    "expected the producer's functions in /no/such/file, found none",
  );
  expect(() => run('capsule', 'dot', 520, 1)).toThrow('expected n to be 8, 16, ... 512');
  expect(() => run('capsule', 'dot', 7, 1)).toThrow('expected n to be 8, 16, ... 512');
});

test.each(ways)('calls the same functions the given number of times: %s', (way) => {
  expect(run(way, 'add', 0, 1234)).toBe(1234);
  for (const n of [8, 64, 512]) {
    let dot = 0;
    for (let i = 0; i < n; i++) dot += (i % 7) * (i % 5);
    expect(run(way, 'dot', n, 3)).toBe(dot);
  }
});

test('measures every way in interleaved rounds', () => {
  for (const name of functions) {
    const rows = callPath(name, 8, { rounds: 3, milliseconds: 0.1 });
    expect(rows.map(({ competitor }) => competitor)).toEqual([...ways]);
    for (const row of rows) {
      expect(row).toMatchObject({ function: name, n: 8, rounds: 3 });
      expect(row.low).toBeGreaterThan(0);
      expect(row.median).toBeGreaterThanOrEqual(row.low);
      expect(row.high).toBeGreaterThanOrEqual(row.median);
    }
  }
});

const endless = {
  toString(): string {
    throw new Error('was converted');
  },
};
const wrong = [
  undefined,
  null,
  -1,
  Number.NaN,
  2 ** 52,
  'x',
  {},
  [],
  endless,
  Symbol('x'),
  1n,
  new Int8Array(64),
  () => {},
];

test('the addons of the benchmarks reject wrong arguments and convert none', () => {
  const fromJs = loadAddon<Record<string, (...given: unknown[]) => unknown>>(__dirname, 'from_js');
  const kernels = loadAddon<{ open(given: unknown): (...given: unknown[]) => unknown }>(__dirname, 'kernels');
  const kernel = kernels.open(fastmath);
  expect(fromJs['rawMean']?.(new Int8Array(64))).toBe(0); // any view is read as its memory
  for (const value of wrong) {
    if (!ArrayBuffer.isView(value)) expect(() => fromJs['rawMean']?.(value)).toThrow('expected a Float64Array');
    const calls = [
      () => fromJs['mean']?.(value),
      () => kernel(value, 8, 1),
      () => kernel('sum', value, 1),
      () => kernels.open(value),
      () => open(value, file, empty, add, dot),
      () => open(capsule, value, empty, add, dot),
      () => open(capsule, file, value === wrong.at(-1) ? 1 : value, add, dot),
      () => (run as (...given: unknown[]) => unknown)(value, value, 8, 1),
    ];
    for (const call of calls) expect(call).toThrow(/^(?!was converted)/);
  }
});
