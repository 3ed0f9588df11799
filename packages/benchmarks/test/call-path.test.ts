import { callPath, functions, ways } from '@capsule/benchmarks';
import { loadAddon } from '@capsule/core';
import { expect, test } from 'vitest';

type Run = (way: string, name: string, n: number, count: number) => number;
const producer = loadAddon<object>(__dirname, 'producer');
const { open } = loadAddon<{ open(producer: object, file: string): Run }>(__dirname, 'consumer');
const run = open(producer, require.resolve('../build/Release/producer.node'));

test('refuses ways and lengths it does not know', () => {
  expect(() => run('by-post', 'add', 0, 1)).toThrow('expected a way of calling');
  expect(() => run('capsule', 'fly', 0, 1)).toThrow('expected a function: empty, add or dot');
  expect(() => open(producer, '/no/such/file')).toThrow(
    "expected the producer's functions in /no/such/file, found none",
  );
  expect(() => run('capsule', 'dot', 520, 1)).toThrow('expected n to be 8, 16, ... 512');
  expect(() => run('capsule', 'dot', 7, 1)).toThrow('expected n to be 8, 16, ... 512');
});

test.each(ways)('calls the same functions %s, as often as asked', (way) => {
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
