import { capsuleError, describeValue, isPlainObject } from '@capsule/core';
import { own } from './options.js';
import type { Summary } from './summary.js';

/**
 * A number in JSON. NaN, infinities and -0 are strings, because JSON has no such numbers.
 *
 * @example
 * ```ts
 * import { Accumulator, type Written } from '@capsule/stats';
 *
 * const max: Written = new Accumulator().push(Number.POSITIVE_INFINITY).toJSON().max;
 * console.log(max); // Infinity
 * ```
 */
export type Written = number | 'NaN' | 'Infinity' | '-Infinity' | '-0';

/**
 * The state of an accumulator in JSON.
 *
 * @example
 * ```ts
 * import { Accumulator, type AccumulatorState } from '@capsule/stats';
 *
 * const state: AccumulatorState = new Accumulator().push([1, 2, 6]).toJSON();
 * console.log(state.n, state.mean); // 3 3
 * ```
 */
export interface AccumulatorState {
  /** Number of values. */
  readonly n: number;
  /** Arithmetic mean, rounded. */
  readonly mean: Written;
  /** Rounding error of the mean, times 2^exponent. */
  readonly rest: Written;
  /** Sums of the second to fourth powers of deviations from the mean. Values are multiplied by 2^exponent first. */
  readonly m2: Written;
  readonly m3: Written;
  readonly m4: Written;
  /** 0 unless squares of deviations are out of range. */
  readonly exponent: number;
  readonly min: Written;
  readonly max: Written;
  /** Number of nulls in Arrow columns; absent if none was added. */
  readonly nulls?: number;
}

const operation = 'Accumulator.fromJSON(state)';
const special: readonly unknown[] = ['NaN', 'Infinity', '-Infinity', '-0'];

function write(value: number): Written {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : (String(value) as Written);
}

export function writeState(summary: Summary, nulls: number | undefined): AccumulatorState {
  const { n, mean, meanError, m2, m3, m4, exponent, min, max } = summary;
  return {
    n,
    mean: write(mean),
    rest: write(meanError),
    m2: write(m2),
    m3: write(m3),
    m4: write(m4),
    // Changes -0 to 0.
    exponent: exponent + 0,
    min: write(min),
    max: write(max),
    ...(nulls !== undefined && { nulls }),
  };
}

function refuse(found: string): never {
  const expected = 'the result of toJSON() of an Accumulator';
  throw capsuleError(TypeError, 'ERR_STATS_STATE_UNUSABLE', operation, { expected, found });
}

/** Validates and reads the number of nulls. */
export function readNulls(state: AccumulatorState): number | undefined {
  const nulls: unknown = own(state, 'nulls');
  if (nulls === undefined || (Number.isSafeInteger(nulls) && (nulls as number) >= 0))
    return nulls as number | undefined;
  return refuse(`${describeValue(nulls)} as nulls`);
}

function read(state: AccumulatorState, name: keyof AccumulatorState): number {
  const value: unknown = own(state, name);
  if (typeof value !== 'number' && !special.includes(value)) refuse(`${describeValue(value)} as ${name}`);
  return Number(value);
}

/** Validates and reads a state. */
export function readState(state: AccumulatorState): Summary {
  if (!isPlainObject(state)) refuse(describeValue(state));
  const n = read(state, 'n');
  const exponent = read(state, 'exponent');
  if (!(Number.isSafeInteger(n) && n >= 0)) refuse(`${describeValue(n)} as n`);
  if (!(Number.isSafeInteger(exponent) && Math.abs(exponent) < 1100)) refuse(`${describeValue(exponent)} as exponent`);
  const m2 = read(state, 'm2');
  const m4 = read(state, 'm4');
  if (m2 < 0) refuse(`${describeValue(m2)} as m2`);
  if (m4 < 0) refuse(`${describeValue(m4)} as m4`);
  const mean = read(state, 'mean');
  const meanError = read(state, 'rest');
  const m3 = read(state, 'm3');
  const min = read(state, 'min');
  const max = read(state, 'max');
  if (n > 0 && min > max) refuse(`a min of ${min} and a max of ${max}`);
  return { n, mean, meanError, m2, m3, m4, exponent, min, max };
}
