import { capsuleError, describeValue, isPlainObject } from '@capsule/core';
import { own } from './options.js';
import type { Summary } from './summary.js';

/** A number in JSON, which has neither NaN nor infinities nor -0. */
export type Written = number | 'NaN' | 'Infinity' | '-Infinity' | '-0';

/** An accumulator in JSON. */
export interface AccumulatorState {
  readonly n: number;
  readonly mean: Written;
  readonly rest: Written;
  readonly m2: Written;
  readonly m3: Written;
  readonly m4: Written;
  readonly exponent: number;
  readonly min: Written;
  readonly max: Written;
}

const operation = 'Accumulator.fromJSON(state)';
const special: readonly unknown[] = ['NaN', 'Infinity', '-Infinity', '-0'];

function write(value: number): Written {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : (String(value) as Written);
}

export function writeState({ n, mean, meanError, m2, m3, m4, exponent, min, max }: Summary): AccumulatorState {
  return {
    n,
    mean: write(mean),
    rest: write(meanError),
    m2: write(m2),
    m3: write(m3),
    m4: write(m4),
    // -0 is a number without need for one.
    exponent: exponent + 0,
    min: write(min),
    max: write(max),
  };
}

function refuse(found: string): never {
  const expected = 'what toJSON() of an Accumulator gives';
  throw capsuleError(TypeError, 'ERR_STATS_STATE_UNUSABLE', operation, { expected, found });
}

function read(state: AccumulatorState, name: keyof AccumulatorState): number {
  const value: unknown = own(state, name);
  if (typeof value !== 'number' && !special.includes(value)) refuse(`${describeValue(value)} as ${name}`);
  return Number(value);
}

/** Reads a state, of which nothing is believed. */
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
