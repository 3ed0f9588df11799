import { accumulators, addSummary } from '../accumulator.js';
import { isArrow, readColumn } from '../arrow.js';
import { withFastPath } from '../fast-path/index.js';
import { type Backend, type BackendOfPromises, resultArray, type Sample } from '../native.js';
import { type ArrowOptions, readOptions } from '../read-arrow.js';
import { emptySummary, merge, type Summary, summaryOf } from '../summary.js';
import { vectorLength } from '../typed-arrays.js';
import { lengthOfSample, toVector, type Values } from '../values.js';
import { promiseOf, type Start, takeSignal, throwIfAborted } from './promise-of.js';
import { endHeld, snapshot } from './snapshot.js';
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
      const source = args[0];
      for (let i = 0; i < args.length; i++)
        if (i > 0 || !isArrow(source)) args[i] = snapshot(OPERATION, args[i], i === 1, i === 0 ? 'sample' : 'other');
      const signal = takeSignal(OPERATION, args);
      let count: number | undefined;
      if (isArrow(source) && args.length <= 2) {
        const { column, nulls } = readOptions(OPERATION, args[1] as ArrowOptions | undefined);
        const reading = { column, keep: nulls === 'nan', reject: nulls === 'reject', areChosen: true };
        const read = readColumn(OPERATION, 'values', source, reading);
        args[0] = read.values;
        args.length = 1;
        count = read.nulls;
      }
      throwIfAborted(signal);
      const values = args[0] as number | Values;
      if (args.length !== 1 || typeof values === 'number') {
        apply(push, this, args);
        return this;
      }
      const x = toVector(OPERATION, 'values', values);
      const n = lengthOfSample(x);
      let summary = emptySummary;
      try {
        if (n < SMALL) apply(push, this, [x]);
        else summary = await promiseOf(OPERATION, signal, (start) => summarize(native, x, n, start));
      } finally {
        endHeld(args);
      }
      addSummary(this as never, summary, count);
      return this;
    }
  }
  return Accumulator as unknown as AccumulatorPromisesConstructor;
}

/** Summarizes a sample block by block; a data capsule as one block. */
async function summarize(native: BackendOfPromises, x: Sample, n: number, start: Start): Promise<Summary> {
  const isVector = vectorLength(x) === n;
  const blocks = isVector ? ceil(n / BLOCK) : 1;
  let summary = emptySummary;
  for (let i = 0; i < blocks; i++) {
    const begin = floor((n * i) / blocks);
    const end = floor((n * (i + 1)) / blocks);
    const block = isVector ? blockOf(x as Float64Array, begin, end) : x;
    const out = resultArray();
    await start(() => native.summary(block, out));
    summary = merge(summary, summaryOf(end - begin, out));
  }
  return summary;
}

const blockOf = (x: Float64Array, begin: number, end: number) =>
  new Vector(x.buffer, x.byteOffset + begin * Vector.BYTES_PER_ELEMENT, end - begin);
