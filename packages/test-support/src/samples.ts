import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A univariate data set of the NIST Statistical Reference Datasets. Certified values have 15 digits, as text. */
export interface Univariate {
  readonly y: readonly number[];
  readonly certified: { readonly mean: string; readonly sd: string; readonly lag1_autocorrelation: string };
  /** Computed in rational arithmetic by another program, of the data as float64. */
  readonly exactOnFloat64: { readonly mean: string; readonly sd: string; readonly variance_ddof1: string };
}

/** A straight line of the same collection: y = B0 + B1*x. */
export interface Line {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly certified: {
    readonly parameters: readonly { readonly estimate: string; readonly sd: string }[];
    readonly residual_sd: string;
    readonly r_squared: string;
  };
}

const read = (name: string) => JSON.parse(readFileSync(join(__dirname, '..', 'data', `${name}.json`), 'utf8'));

export const nist: Readonly<Record<'Lew' | 'Lottery' | 'Mavro' | 'Michelso', Univariate>> = {
  Lew: read('Lew'),
  Lottery: read('Lottery'),
  Mavro: read('Mavro'),
  Michelso: read('Michelso'),
};
export const norris: Line = read('Norris');

/** A middle value, then a low and a high one in turn: 1001 values. */
const swing = (middle: number, low: number, high: number) => [
  middle,
  ...Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? low : high)),
];

/** The four that NIST made up to be hard, by their definition. Their mean and deviation are certified as exact. */
export const numAcc: readonly { name: string; y: readonly number[]; mean: string; sd: string }[] = [
  { name: 'NumAcc1', y: [10000001, 10000003, 10000002], mean: '10000002', sd: '1' },
  { name: 'NumAcc2', y: swing(1.2, 1.1, 1.3), mean: '1.2', sd: '0.1' },
  { name: 'NumAcc3', y: swing(1000000.2, 1000000.1, 1000000.3), mean: '1000000.2', sd: '0.1' },
  { name: 'NumAcc4', y: swing(10000000.2, 10000000.1, 10000000.3), mean: '10000000.2', sd: '0.1' },
];

/** n values that a formula makes of their index. */
export const values = (n: number, formula: (i: number) => number) =>
  Float64Array.from({ length: n }, (_, i) => formula(i));

/** Numbers from 0 to 1 in steps of 2^-32, the same for the same seed: mulberry32. */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
