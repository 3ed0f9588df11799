import { addon, type Kernels } from '../src/native.js';

export { addon, type Kernels };

/** What this CPU can run, the fastest first. The last is `scalar`, the specification. */
export const variants = addon.variants();

/** y += a*x; gives y. */
export function axpy(math: Kernels, a: number, x: Float64Array, y: Float64Array): Float64Array {
  if (!math.axpy(a, x, y)) throw new Error('expected x and y to be one array, or apart');
  return y;
}

/** x *= a; gives x. */
export function scale(math: Kernels, a: number, x: Float64Array): Float64Array {
  math.scale(a, x);
  return x;
}

/** One way to call each kernel: gives what it gives, and writes into x or y where the kernel does. */
export const kernels: Record<string, (math: Kernels, x: Float64Array, y: Float64Array) => Float64Array> = {
  sum: (math, x) => Float64Array.of(math.sum(x)),
  dot: (math, x, y) => Float64Array.of(math.dot(x, y)),
  minMax: (math, x) => math.minMax(x, new Float64Array(2)),
  moments: (math, x) => math.moments(x, new Float64Array(5)),
  comoments: (math, x, y) => math.comoments(x, y, new Float64Array(6)),
  axpy: (math, x, y) => axpy(math, 0.7, x, y),
  scale: (math, x) => scale(math, 0.7, x),
};

/** Whether all bits are the same, where any NaN counts as any NaN. */
export function sameBits(a: Float64Array, b: Float64Array): boolean {
  const bytes = ({ buffer, byteOffset, byteLength }: Float64Array) => Buffer.from(buffer, byteOffset, byteLength);
  if (Buffer.compare(bytes(a), bytes(b)) === 0) return true;
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}
