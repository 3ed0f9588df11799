import { accumulators, addSummary } from '../accumulator.js';
import { withFastPath } from '../fast-path/index.js';
import { type Backend, type BackendOfPromises, resultArray, type Sample } from '../native.js';
import { emptySummary, merge, type Summary, summaryOf } from '../summary.js';
import { vectorLength } from '../typed-arrays.js';
import { lengthOfSample, toVector, type Values } from '../values.js';
import { promiseOf, takeSignal } from './promise-of.js';
import { snapshot } from './snapshot.js';
import type { AccumulatorPromises, AccumulatorPromisesConstructor } from './types.js';

/** Smaller samples are added at once: an accumulator buffers them like single values. */
const SMALL = 512;

/** The number of values that are summarized at a time, about. */
const BLOCK = 2 ** 20;

const OPERATION = 'push(values)';
const { apply } = Reflect;
const { ceil, floor } = Math;
const Vector = Float64Array;

/** Returns the class Accumulator for one table of kernels. */
export function accumulatorPromises(synchronous: Backend, native: BackendOfPromises): AccumulatorPromisesConstructor {
  const { Accumulator: Base } = accumulators(withFastPath(synchronous));
  const { push } = Base.prototype;

  class Accumulator extends (Base as new (...args: unknown[]) => object) {
    static fromJSON(...args: unknown[]): Accumulator {
      const accumulator = new Accumulator();
      return (accumulator as unknown as AccumulatorPromises).merge(
        apply(Base.fromJSON, Base, args),
      ) as unknown as Accumulator;
    }

    async push(...args: unknown[]): Promise<this> {
      const signal = takeSignal(OPERATION, args);
      const values = snapshot(OPERATION, args[0]);
      if (args.length !== 1 || typeof values === 'number') {
        apply(push, this, args);
        return this;
      }
      const x = toVector(OPERATION, 'values', values as Values);
      const n = vectorLength(x);
      if (n > 0 && n < SMALL) apply(push, this, [x]);
      else addSummary(this as never, await summarize(native, x, n, signal));
      return this;
    }
  }
  return Accumulator as unknown as AccumulatorPromisesConstructor;
}

/** Summarizes a sample block by block; a data capsule (`length` 0) as one block. */
async function summarize(
  native: BackendOfPromises,
  x: Sample,
  length: number,
  signal: AbortSignal | undefined,
): Promise<Summary> {
  let summary = emptySummary;
  const blocks = ceil(length / BLOCK) || 1;
  for (let i = 0; i < blocks; i++) {
    const begin = floor((length * i) / blocks);
    const end = floor((length * (i + 1)) / blocks);
    const block = length === 0 ? x : blockOf(x as Float64Array, begin, end);
    const n = length === 0 ? lengthOfSample(x) : end - begin;
    if (n === 0) return summary;
    const out = resultArray();
    const run = (compute: Backend) => {
      compute.summary(block, out);
      return summaryOf(n, out);
    };
    summary = merge(summary, await promiseOf(native, OPERATION, signal, run, () => {}));
  }
  return summary;
}

const blockOf = (x: Float64Array, begin: number, end: number) =>
  new Vector(x.buffer, x.byteOffset + begin * Vector.BYTES_PER_ELEMENT, end - begin);
