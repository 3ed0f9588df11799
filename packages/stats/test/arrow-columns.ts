import { mean, type Values } from '@capsule/stats';
import { expect } from 'vitest';
import { type ArraySpec, arrow, type SchemaSpec } from './forge/index.js';

// Arrow columns that forge/native/arrow.cc exports.

export const arrayKey = Symbol.for('arrow.c.array');
export const streamKey = Symbol.for('arrow.c.stream');
export const deviceKey = Symbol.for('arrow.c.device_array');

/** A column of one array. */
export const column = (schema: SchemaSpec, array: ArraySpec): Values =>
  ({ [arrayKey]: () => arrow.pair(schema, array) }) as unknown as Values;
/** A column of several arrays. */
export const chunked = (
  schema: SchemaSpec,
  arrays: readonly ArraySpec[],
  options?: Parameters<typeof arrow.stream>[2],
): Values => ({ [streamKey]: () => arrow.stream(schema, arrays, options) }) as unknown as Values;

/** A validity bitmap, of which `first` bits precede those of the values. */
export function bitmap(valid: readonly boolean[], first = 0): Uint8Array {
  const bits = new Uint8Array(Math.ceil((valid.length + first) / 8));
  valid.forEach((isValid, i) => {
    if (isValid) (bits[(i + first) >> 3] as number) |= 1 << ((i + first) & 7);
  });
  return bits;
}

/** A column of float64, in which null is a null. */
export function nullable(values: readonly (number | null)[], offset = 0): Values {
  const memory = Float64Array.from([...Array(offset).fill(-1e9), ...values.map((value) => value ?? 1e300)]);
  const nullCount = values.filter((value) => value === null).length;
  const valid = bitmap(
    values.map((value) => value !== null),
    offset,
  );
  return column({ format: 'g' }, { length: values.length, nullCount, offset, buffers: [valid, memory] });
}

/** Two values. */
export const doubles: ArraySpec = { length: 2, buffers: [null, Float64Array.of(1, 2)] };

/** Releases what the last statistic keeps, and expects that nothing was released twice. */
export function expectReleasedOnce(): void {
  mean(nullable([1, null]));
  expect(arrow.counts()[1]).toBe(0);
}
