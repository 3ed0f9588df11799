import { addon } from '../src/native.js';

export { addon };

type Numbers = Float64Array;
/** Values at equal distances: a vector, the index of the first value, and the distance from one to the next. */
type Strided = [x: Numbers, start: number, stride: number];
type Unary = (x: Numbers, out: Numbers) => Numbers;
type Binary = (x: Numbers, y: Numbers, out: Numbers) => Numbers;

/** The kernels of a variant, called by the native functions, without the JavaScript side. Results are written to out. */
export interface Kernels
  extends Record<'minMax' | 'moments' | 'argMinMax' | 'deviations' | 'abs' | 'sqrt' | 'cumsum' | 'rank', Unary>,
    Record<'comoments' | 'momentsWeighted' | 'add' | 'subtract' | 'multiply' | 'divide' | 'select', Binary> {
  sum(x: Numbers): number;
  sumExact(x: Numbers): number;
  dot(x: Numbers, y: Numbers): number;
  axpy(a: number, x: Numbers, out: Numbers): Numbers;
  scale(a: number, out: Numbers): Numbers;
  widen(x: Float32Array, out: Numbers): Numbers;
  sort(out: Numbers): Numbers;
  searchSorted(x: Numbers, values: Numbers, right: boolean, out: Numbers): Numbers;
  /** Returns how many values were counted. */
  histogram(x: Numbers, low: number, high: number, bins: number, counts: Numbers): number;
  gather(...args: [...x: Strided, n: number, out: Numbers]): Numbers;
  sumStrided(...args: [...x: Strided, n: number]): number;
  dotStrided(...args: [...x: Strided, ...y: Strided, n: number]): number;
  minMaxStrided(...args: [...x: Strided, n: number, out: Numbers]): Numbers;
  momentsStrided(...args: [...x: Strided, n: number, out: Numbers]): Numbers;
  comomentsStrided(...args: [...x: Strided, ...y: Strided, n: number, out: Numbers]): Numbers;
}

type Native = Record<string, (...args: unknown[]) => unknown>;

/**
 * Loads a variant. Its functions return the number that C returns, or their last argument, which is the output. They
 * throw where the native function rejects its arguments or fails.
 */
export function load(variant: string): Kernels & Pick<ReturnType<typeof addon.load>, 'capsule'> {
  const { capsule, ...native } = addon.load(variant);
  const functions = Object.entries(native as unknown as Native).map(([name, call]) => [
    name,
    (...args: unknown[]) => {
      const done = call(...args, true); // true: an array without elements has its memory
      if (done === undefined || done === false || done === null) throw new Error(`${name}: expected valid arguments`);
      return typeof done === 'number' ? done : args.at(-1);
    },
  ]);
  return { capsule, ...Object.fromEntries(functions) };
}

/** The variants that this CPU can run, the fastest first. The last is `scalar`, the specification. */
export const variants = addon.variants();

function copyTo(out: Float64Array, x: Float64Array): Float64Array {
  out.set(x);
  return out;
}

/** Returns what a kernel writes to an output of n values. Fails when it writes to the values around the output. */
export function into(n: number, write: (out: Float64Array) => unknown): Float64Array {
  const whole = new Float64Array(n + 16).fill(0.123);
  const out = whole.subarray(7, 7 + n);
  write(out);
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
  widen: (math, x) => into(x.length, (out) => math.widen(new Float32Array([0, ...x]).subarray(1), out)),
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
  histogram: (math, x) => into(10, (out) => Float64Array.of(math.histogram(x, -0.5, 1, 10, out))),
  momentsWeighted: (math, x, y) => math.momentsWeighted(x, y, new Float64Array(5)),
  gather: (math, x) => into(x.length, (out) => math.gather(x, Math.max(x.length - 1, 0), -1, x.length, out)),
  sumStrided: (math, x) => Float64Array.of(math.sumStrided(x, 0, 2, Math.ceil(x.length / 2))),
  dotStrided: (math, x, y) => Float64Array.of(math.dotStrided(x, Math.max(x.length - 1, 0), -1, y, 0, 1, x.length)),
  minMaxStrided: (math, x) => math.minMaxStrided(x, Math.max(x.length - 1, 0), -1, x.length, new Float64Array(2)),
  momentsStrided: (math, x) => math.momentsStrided(x, Math.max(x.length - 1, 0), -1, x.length, new Float64Array(5)),
  comomentsStrided: (math, x, y) =>
    math.comomentsStrided(x, 0, 1, y, Math.max(y.length - 1, 0), -1, x.length, new Float64Array(6)),
  deviations: (math, x) => math.deviations(x, new Float64Array(3)),
  // These write to x or y.
  axpy: (math, x, y) => math.axpy(0.7, x, y),
  scale: (math, x) => math.scale(0.7, x),
};

/** Returns whether all bits are the same. All NaN count as the same. */
export function sameBits(a: Float64Array, b: Float64Array): boolean {
  const bytes = ({ buffer, byteOffset, byteLength }: Float64Array) => Buffer.from(buffer, byteOffset, byteLength);
  if (Buffer.compare(bytes(a), bytes(b)) === 0) return true;
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}
