// examples/13-arrow: its columns have the values of two other implementations of Arrow, apache-arrow of npm and
// arrow-rs.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ArrowArraySource, ArrowStreamSource, Capsule } from '@capsule/core';
import { Accumulator, describe as describeValues, mean, readArrow, sum } from '@capsule/stats';
import { node, root } from '@capsule/test-support/child-process';
import { refusal } from '@capsule/test-support/refusal';
import { skipWithout } from '@capsule/test-support/skip';
import { describe, expect, test } from 'vitest';

const folder = join(root, 'examples', '13-arrow');
const require = createRequire(join(folder, 'index.js'));
const arrow: typeof import('apache-arrow') = require('apache-arrow');

type Source = ArrowArraySource & ArrowStreamSource;
interface Column extends Source {
  readonly length: number;
  slice(begin: number, end?: number): Column;
  inBatchesOf(batch: number): Column;
}
const { Column }: { Column: { from(values: unknown, bitmap?: unknown): Column; parse(texts: string[]): Column } } =
  require('./column.js');

const n = 1000;
const isNull = (i: number) => i % 7 === 3;

const types = {
  float64: [new arrow.Float64(), (i: number) => Math.sin(i)],
  float32: [new arrow.Float32(), (i: number) => Math.fround(Math.sin(i))],
  int8: [new arrow.Int8(), (i: number) => (i % 255) - 127],
  uint8: [new arrow.Uint8(), (i: number) => i % 256],
  int16: [new arrow.Int16(), (i: number) => i * 30 - 15000],
  uint16: [new arrow.Uint16(), (i: number) => i * 60],
  int32: [new arrow.Int32(), (i: number) => i * 2 ** 20 - 2 ** 30],
  uint32: [new arrow.Uint32(), (i: number) => i * 2 ** 21],
  int64: [new arrow.Int64(), (i: number) => BigInt(i) * -(2n ** 40n)],
  uint64: [new arrow.Uint64(), (i: number) => BigInt(i) * 2n ** 42n],
} as const;

describe.each(Object.entries(types))('a column of %s', (_, [type, valueAt]) => {
  const values = Array.from({ length: n }, (_, i) => (isNull(i) ? null : valueAt(i)));
  const vector = arrow.vectorFromArray(values as never[], type as never);
  // Through the IPC format and back: the memory is that of the file.
  const table = arrow.tableFromIPC(arrow.tableToIPC(new arrow.Table({ x: vector } as never)));
  const expected = [...vector].filter((value) => value !== null).map(Number);

  test.each([
    ['in memory', vector],
    ['from a file', table.getChild('x') ?? vector],
  ])('has the values and nulls of apache-arrow: %s', (_, { data }) => {
    const [chunk] = data;
    const column = Column.from(chunk?.values, chunk?.nullBitmap).slice(0, n); // without padding
    expect(describeValues(column)).toEqual({ ...describeValues(expected), nulls: vector.nullCount });
    expect(readArrow(column).values).toEqual(Float64Array.from(expected));
    const slice = [...vector.slice(100, 333)].filter((value) => value !== null).map(Number);
    expect(sum(column.slice(100, 333))).toBe(sum(slice));
    expect(new Accumulator().push(column.slice(1).inBatchesOf(64)).n).toBe(expected.length - 1);
  });
});

test('releases its memory once, after the last capsule, column and consumer', () => {
  const script = `
    const { Column } = require('./column.js');
    const { mean } = require('@capsule/stats');
    const values = new Float64Array(2 ** 20).fill(2);
    const round = async () => {
      for (let i = 0; i < 40; i++) {
        const column = Column.from(values);
        if (mean(column) !== 2 || mean(column.slice(5)) !== 2) throw new Error('expected 2');
        column[Symbol.for('arrow.c.array')](); // no consumer takes it
        if (i % 4 === 0) { gc(); await new Promise(setImmediate); }
      }
      gc(); await new Promise(setImmediate);
      return process.memoryUsage().rss / 2 ** 20;
    };
    (async () => { await round(); const before = await round(); console.log(await round() - before < 40); })();`;
  expect(node(['--expose-gc', '-e', script], { cwd: folder })).toMatchObject({ stdout: 'true\n', stderr: '' });
});

test.each([
  ['an Array', () => Column.from([1, 2])],
  ['a Uint8ClampedArray', () => Column.from(new Uint8ClampedArray(1))],
  ['a bitmap that is too short', () => Column.from(new Float64Array(9), new Uint8Array(1))],
  ['a slice outside', () => Column.from(new Float64Array(9)).slice(3, 10)],
  ['a batch of 0 values', () => Column.from(new Float64Array(9)).inBatchesOf(0)],
])('rejects %s', (_, build) => expect(build).toThrow());

const binary = join(folder, 'build', 'Rust', 'example_arrow.node');
const needsRust = skipWithout(
  'the crate of examples/13-arrow: npm run -w @example/13-arrow build:rust',
  existsSync(binary),
);

describe('arrow-rs', needsRust, () => {
  interface Rust {
    exportArray(values: Float64Array, offset: number): readonly [Capsule, Capsule];
    exportStream(values: Float64Array, batch: number): Capsule;
    sum(schema: Capsule, array: Capsule): number;
    sumOfStream(stream: Capsule): number;
  }
  const rust: Rust = existsSync(binary) ? require(binary) : ({} as Rust);
  const x = Float64Array.from({ length: 100 }, (_, i) => (isNull(i) ? Number.NaN : i));
  const present = [...x].filter((value) => !Number.isNaN(value));
  const array = Symbol.for('arrow.c.array');
  const stream = Symbol.for('arrow.c.stream');

  test('exports columns with nulls and offsets, and streams of tables, that stats reads', () => {
    const column = (offset: number) => ({ [array]: () => rust.exportArray(x, offset) }) as never;
    expect(describeValues(column(0))).toEqual({ ...describeValues(present), nulls: 14 });
    expect(readArrow(column(50)).values).toEqual(Float64Array.from(present.filter((value) => value >= 50)));
    const table = { [stream]: () => rust.exportStream(x, 7) } as never;
    expect(readArrow(table, { column: 'value' })).toMatchObject({ n: present.length, nulls: 14 });
    expect(new Accumulator().push(table, { column: 'value' }).mean()).toBe(mean(present));
    expect(new Accumulator().push(table, { column: 'index' }).max()).toBe(99);
  });

  test('imports columns of the exporter in C, of every type that it sums', () => {
    for (const Type of [
      Float64Array,
      Float32Array,
      Int8Array,
      Uint8Array,
      Int16Array,
      Uint16Array,
      Int32Array,
      Uint32Array,
    ]) {
      const column = Column.from(Type.of(1, 50, 3, 4), Uint8Array.of(0b1101)) as never;
      expect(rust.sum(...(column[array] as () => [Capsule, Capsule]).call(column))).toBe(8);
    }
    const slice = Column.from(Float64Array.of(9, 1, 2, 9)).slice(1, 3) as never;
    expect(rust.sum(...(slice[array] as () => [Capsule, Capsule]).call(slice))).toBe(3);
    expect(rust.sumOfStream(rust.exportStream(x, 9))).toBe(sum(present));
  });

  test('and stats consume a capsule once, in either order', () => {
    const pair = rust.exportArray(x, 0);
    expect(rust.sum(...pair)).toBe(sum(present));
    expect(() => rust.sum(...pair)).toThrow('found them taken');
    expect(refusal(() => mean({ [array]: () => pair } as never)).code).toBe('ERR_CAPSULE_TAKEN');
    const other = rust.exportArray(x, 0);
    mean({ [array]: () => other } as never);
    expect(() => rust.sum(...other)).toThrow('found them taken');
  });
});
