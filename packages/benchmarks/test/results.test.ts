import { describe, expect, expectTypeOf, test } from 'vitest';
import { changes, compare } from '../dist/results/compare.js';
import { columns, figure, length, tables } from '../dist/results/format.js';
import { type Results, type Row, summary } from '../dist/results/results.js';
import { standings, verdict } from '../dist/results/verdict.js';

const row = (given: Partial<Row>): Row => ({
  suite: 'call-path',
  function: 'add',
  competitor: 'capsule',
  n: 0,
  unit: 'ns',
  median: 1,
  low: 0.9,
  high: 1.1,
  rounds: 3,
  ...given,
});
const results = (...rows: Row[]): Results => ({
  meta: {
    cpu: 'a CPU',
    cores: 2,
    caches: { L1: '32K', L2: '1024K' },
    system: 'linux-x64',
    node: 'v20',
    v8: '11',
    compiler: 'cc 12',
    versions: {},
    missing: {},
    date: '2026-01-01T00:00:00.000Z',
    commit: 'abc',
    command: 'npm run bench',
    seconds: 1,
  },
  rows,
});

test('a summary has the median, the lowest and the highest', () => {
  expect(summary([5, 1, 3])).toEqual({ median: 3, low: 1, high: 5, rounds: 3 });
  expect(summary([4, 1, 3, 2])).toEqual({ median: 2.5, low: 1, high: 4, rounds: 4 });
});

test.each<[number, Row['unit'], string]>([
  [0.3449, 'ns', '0.345 ns'],
  [12.34, 'ns', '12.3 ns'],
  [999.4, 'ns', '999 ns'],
  [88_200, 'ns', '88.2 us'],
  [13_200_000, 'ns', '13.2 ms'],
  [74.06, 'GB/s', '74.1 GB/s'],
  [15.649, 'digits', '15.6'],
])('%d %s is shown as %s', (value, unit, shown) => expect(figure(value, unit)).toBe(shown));

test('shortens lengths', () => {
  expect([8, 512, 4096, 32_768, 1_048_576, 10_000_000].map(length)).toEqual(['8', '512', '4k', '32k', '1M', '10M']);
});

test('tables have a line for each competitor and a column for each length', () => {
  const rows = [8, 64].flatMap((n) => ['capsule', 'pointer'].map((competitor) => row({ competitor, n, median: n })));
  expect(tables(rows)).toEqual([
    {
      title: 'add',
      head: ['', '8', '64'],
      lines: [
        ['capsule', '8.00 ns', '64.0 ns'],
        ['pointer', '8.00 ns', '64.0 ns'],
      ],
    },
  ]);
  const digits = ['mean of A', 'mean of B', 'std of A'].map((name) =>
    row({ function: name, unit: 'digits', median: 15, competitor: 'stats' }),
  );
  expect(tables(digits).map(({ title, head, lines }) => [title, head, lines])).toEqual([
    [
      'digits of the mean',
      ['', 'stats'],
      [
        ['A', '15.0'],
        ['B', '15.0'],
      ],
    ],
    ['digits of the std', ['', 'stats'], [['A', '15.0']]],
  ]);
});

test('aligns names to the left and figures to the right', () => {
  expect(
    columns([
      ['', 'n'],
      ['longer', '1'],
      ['a', '100'],
    ]),
  ).toBe('            n\n  longer    1\n  a       100\n');
});

describe('compare', () => {
  test('pairs rows, and marks changes within the noise', () => {
    const now = results(
      row({ median: 2, low: 1.05, high: 2.2 }),
      row({ competitor: 'pointer', median: 4, low: 3.9, high: 4.1 }),
    );
    const before = results(
      row({}),
      row({ competitor: 'pointer', median: 2, low: 1.9, high: 2.1 }),
      row({ competitor: 'dlsym' }),
    );
    const found = compare(now, before);
    expect(found.map(({ ratio, noise }) => [ratio, noise])).toEqual([
      [2, true],
      [2, false],
    ]);
    expect(changes(found)[1]).toEqual(['call-path add, capsule', '1.00 ns', '2.00 ns', '2.00', 'within the noise']);
  });

  test('omits rows of one run only, and rows of other units', () => {
    expect(compare(results(row({ n: 8 })), results(row({ n: 64 })))).toEqual([]);
    expect(compare(results(row({ unit: 'GB/s' })), results(row({})))).toEqual([]);
  });
});

describe('verdicts', () => {
  const ways = (median: Record<string, number>, given: Partial<Row> = {}) =>
    Object.entries(median).map(([competitor, value]) => row({ competitor, median: value, ...given }));

  test('compare the capsule with a pointer', () => {
    expect(verdict('call-path', results(...ways({ pointer: 1.36, capsule: 1.4, 'through-js': 112 })))).toEqual([
      'add: the capsule and a pointer are 0.04 ns apart; through JavaScript costs 80 times as much.',
    ]);
  });

  test('state after how many calls opening breaks even', () => {
    const opened = ways({ first: 33_000, again: 200 }, { suite: 'open', function: 'open' });
    expect(verdict('open', results(...ways({ capsule: 1, 'through-js': 111 }), ...opened))).toEqual([
      'The first open costs 33.0 us, saved after 300 additions.',
    ]);
    expect(verdict('open', results(...opened))).toEqual([]);
  });

  test('state how fast each level of the memory is read', () => {
    const reads = [4096, 65_536, 1_000_000].map((n) =>
      row({ suite: 'kernels', function: 'sum', competitor: 'read limit', n, unit: 'GB/s', median: 100 }),
    );
    expect(verdict('kernels', results(...reads))).toEqual([
      '4k values (32k bytes) are read from L1 at 100 GB/s.',
      '64k values (512k bytes) are read from L2 at 100 GB/s.',
      '1M values (8M bytes) are read from memory at 100 GB/s.',
    ]);
  });

  test('name the fastest other competitor at each length', () => {
    const rows = [8, 64].flatMap((n) =>
      ways({ stats: 2, numpy: 3 * n, 'd3-array': 30 }, { suite: 'peers', function: 'mean', n }),
    );
    expect(standings(rows)).toMatchObject({
      head: ['', '8', '64'],
      lines: [['mean', '12.00 numpy', '15.00 d3-array']],
    });
    expect(standings([])).toBeUndefined();
  });
});

test('the units are ns, GB/s and digits', () => {
  expectTypeOf<Row['unit']>().toEqualTypeOf<'ns' | 'GB/s' | 'digits'>();
  expectTypeOf<Results['rows']>().toEqualTypeOf<Row[]>();
});
