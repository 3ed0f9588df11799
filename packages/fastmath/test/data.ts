// Reproducible data for the kernels: one kind for each path that a kernel may take.
import { uniform } from '@capsule/test-support/samples';

type Next = () => number;
/** Numbers in (-1, 1) with more bits than one step of the generator has. */
const signed = (next: Next) => 2 * next() - 1 + next() * 2 ** -32;

/** Random numbers. About one in 50 is replaced by one of `specials`; each special occurs if n is large enough. */
function sprinkled(...specials: number[]) {
  return (next: Next, n: number) => {
    const values = Float64Array.from({ length: n }, () => signed(next));
    const often = Math.max(specials.length, n / 50);
    for (let i = 0; i < Math.min(n, often); i++) {
      values[Math.floor(next() * n)] = specials[i % specials.length] ?? 0;
    }
    return values;
  };
}

const each = (value: (next: Next) => number) => (next: Next, n: number) =>
  Float64Array.from({ length: n }, () => value(next));

const kinds = {
  'uniform numbers': each(signed),
  'numbers around 1e9': each((next) => 1e9 + signed(next)),
  'numbers of mixed magnitudes': each((next) => signed(next) * 10 ** Math.floor(60 * next() - 30)),
  integers: each((next) => Math.floor(2001 * next()) - 1000),
  'equal numbers': (next: Next, n: number) => new Float64Array(n).fill(signed(next)),
  'NaN among numbers': sprinkled(Number.NaN),
  'infinity among numbers': sprinkled(Number.POSITIVE_INFINITY),
  '-infinity among numbers': sprinkled(Number.NEGATIVE_INFINITY),
  'both infinities among numbers': sprinkled(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  'NaN and infinities among numbers': sprinkled(Number.POSITIVE_INFINITY, Number.NaN, Number.NEGATIVE_INFINITY),
  '-0 only': each(() => -0),
  'zeros of both signs': each((next) => (next() < 0.5 ? -0 : 0)),
  'zeros among numbers': sprinkled(0, -0),
  'subnormal numbers': each((next) => signed(next) * 2 ** -1022),
  'squares that are subnormal': each((next) => signed(next) * 2 ** -530),
  'numbers whose sum overflows': each((next) => (1 - next() / 8) * Number.MAX_VALUE),
  'numbers whose sum overflows both ways': each((next) => signed(next) * Number.MAX_VALUE),
};

export type Kind = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as Kind[];

/** n values of a kind. */
export function make(kind: Kind, n: number, seed = 1): Float64Array {
  return kinds[kind](uniform(seed * 100_003 + n), n);
}

export const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/**
 * Lengths at which kernels change their path: all short ones, lengths around those of runs, blocks and pairs of blocks,
 * and lengths from which kernels begin at an aligned address.
 */
export const lengths = [
  ...range(0, 131),
  ...range(255, 257),
  ...range(511, 513),
  ...range(1023, 1032),
  ...range(8191, 8193),
];
export const longer = range(16_383, 16_385);
