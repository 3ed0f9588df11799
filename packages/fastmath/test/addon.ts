import { addon, type Kernels } from '../src/native.js';

export { addon, type Kernels };

/** The variants that this CPU can run, the fastest first. The last is `scalar`, the specification. */
export const variants = addon.variants();

/** y += a*x; returns y. */
export function axpy(math: Kernels, a: number, x: Float64Array, y: Float64Array): Float64Array {
  if (!math.axpy(a, x, y)) throw new Error('expected x and y to be equal or disjoint');
  return y;
}

/** x *= a; returns x. */
export function scale(math: Kernels, a: number, x: Float64Array): Float64Array {
  math.scale(a, x);
  return x;
}

function copyTo(out: Float64Array, x: Float64Array): Float64Array {
  out.set(x);
  return out;
}

/** Returns what a kernel writes to an output of n values. Fails when it writes to the values around the output. */
export function into(n: number, write: (out: Float64Array) => unknown): Float64Array {
  const whole = new Float64Array(n + 16).fill(0.123);
  const out = whole.subarray(7, 7 + n);
  if (write(out) === false) throw new Error('expected out to equal an input or to be disjoint');
  if ([...whole.subarray(0, 7), ...whole.subarray(7 + n)].every((value) => value === 0.123)) return out;
  throw new Error('expected the kernel to write to its output only');
}

/** Calls each kernel in one way. Returns its result; some kernels also write to x or y. */
export const kernels: Record<string, (math: Kernels, x: Float64Array, y: Float64Array) => Float64Array> = {
  sum: (math, x) => Float64Array.of(math.sum(x)),
  dot: (math, x, y) => Float64Array.of(math.dot(x, y)),
  minMax: (math, x) => math.minMax(x, new Float64Array(2)),
  moments: (math, x) => math.moments(x, new Float64Array(5)),
  comoments: (math, x, y) => math.comoments(x, y, new Float64Array(6)),
  sumExact: (math, x) => Float64Array.of(math.sumExact(x)),
  argMinMax: (math, x) => math.argMinMax(x, new Float64Array(2)),
  add: (math, x, y) => into(x.length, (out) => math.add(x, y, out)),
  subtract: (math, x, y) => into(x.length, (out) => math.subtract(x, y, out)),
  multiply: (math, x, y) => into(x.length, (out) => math.multiply(x, y, out)),
  divide: (math, x, y) => into(x.length, (out) => math.divide(x, y, out)),
  abs: (math, x) => into(x.length, (out) => math.abs(x, out)),
  sqrt: (math, x) => into(x.length, (out) => math.sqrt(x, out)),
  cumsum: (math, x) => into(x.length, (out) => math.cumsum(x, out)),
  widenF32: (math, x) => into(x.length, (out) => math.widenF32(new Float32Array([0, ...x]).subarray(1), out)),
  sort: (math, x) => into(x.length, (out) => math.sort(copyTo(out, x))),
  select: (math, x) =>
    into(
      x.length,
      (out) =>
        x.length === 0 ||
        math.select(
          x,
          x.map((_, i) => i),
          out,
        ),
    ),
  'select of one': (math, x) => into(1, (out) => x.length === 0 || math.select(x, Float64Array.of(x.length >> 1), out)),
  rank: (math, x) => into(x.length, (out) => math.rank(x, out)),
  searchSorted: (math, x, y) => into(y.length, (out) => math.searchSorted(x, y, x.length % 2 === 0, out)),
  histogram: (math, x) => into(10, (out) => Float64Array.of(math.histogram(x, -0.5, 1, out))),
  momentsWeighted: (math, x, y) => math.momentsWeighted(x, y, new Float64Array(5)),
  gather: (math, x) => into(x.length, (out) => math.gather(x, x.length - 1, -1, out)),
  sumStrided: (math, x) => Float64Array.of(math.sumStrided(x, 0, 2, Math.ceil(x.length / 2))),
  dotStrided: (math, x, y) => Float64Array.of(math.dotStrided(x, x.length - 1, -1, y, 0, 1, x.length)),
  minMaxStrided: (math, x) => math.minMaxStrided(x, x.length - 1, -1, x.length, new Float64Array(2)),
  momentsStrided: (math, x) => math.momentsStrided(x, x.length - 1, -1, x.length, new Float64Array(5)),
  comomentsStrided: (math, x, y) => math.comomentsStrided(x, 0, 1, y, y.length - 1, -1, x.length, new Float64Array(6)),
  deviations: (math, x) => math.deviations(x, new Float64Array(3)),
  // These write to x or y.
  axpy: (math, x, y) => axpy(math, 0.7, x, y),
  scale: (math, x) => scale(math, 0.7, x),
};

/** Returns whether all bits are the same. All NaN count as the same. */
export function sameBits(a: Float64Array, b: Float64Array): boolean {
  const bytes = ({ buffer, byteOffset, byteLength }: Float64Array) => Buffer.from(buffer, byteOffset, byteLength);
  if (Buffer.compare(bytes(a), bytes(b)) === 0) return true;
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}
