import type { Backend, BackendOfPromises } from '../native.js';
import { vectorLength } from '../typed-arrays.js';
import type { Start } from './promise-of.js';
import { withCapsule } from './snapshot.js';

/*
 * Runs a synchronous statistic with asynchronous kernels. The statistic runs with a backend that starts the kernel on
 * another thread and throws. When the kernel has finished, the statistic runs again, and the backend returns the
 * result. It is the same TypeScript as that of the synchronous functions, with the same checks and messages.
 */

// Captured at load; later monkey-patching has no effect.
const { apply } = Reflect;
const { hasOwn, keys } = Object;
const Vector = Float64Array;
const { set } = Vector.prototype;

type Method = keyof Backend;

/** The index of the argument that a kernel fills, for kernels that do. */
const filled: Readonly<Partial<Record<Method, number>>> = {
  weightedMean: 2,
  minMax: 1,
  describe: 2,
  centralMoments: 1,
  momentsAbout: 2,
  summary: 1,
  zscore: 2,
  rollingMean: 2,
  rollingStd: 3,
  linearRegression: 2,
  quantiles: 1,
  rank: 1,
  histogram: 2,
};

/** Kernels whose statistic returns the array that they fill. It can be as large as the sample, and is not copied. */
const returnsFilled: Readonly<Partial<Record<Method, true>>> = {
  zscore: true,
  rollingMean: true,
  rollingStd: true,
  rank: true,
};

/** The result of this kernel is stored, not used, until the statistic ends: several can be computed at a time. */
const STORED: Method = 'correlation';

/** An array that a statistic uses for several kernels is not longer than this. */
const SCRATCH = 8;

/** A kernel that was started. A linked list, because a script can define setters for indices on Array.prototype. */
interface Call {
  readonly promise: Promise<unknown>;
  result: unknown;
  filled: Float64Array | undefined;
  next: Call | undefined;
}

const SUSPENDED = new Error('The statistic waits for a kernel.');

/**
 * Runs a statistic until all of its kernels have finished.
 *
 * @param run - the statistic; it throws what the backend throws
 * @param suspended - called after each run that has started kernels, before they have finished
 */
export async function replay<Result>(
  native: BackendOfPromises,
  start: Start,
  run: (compute: Backend) => Result,
  suspended: () => void,
): Promise<Result> {
  let first: Call | undefined;
  let next: Call | undefined;
  let last: Call | undefined;
  let isComplete = true;
  let temporary: unknown;
  let returned: unknown;

  const methods = keys(native);
  const compute = { __proto__: null } as unknown as Record<Method, (...args: never[]) => unknown>;
  for (let i = 0; i < methods.length; i++) {
    const method = methods[i] as Method;
    const index = hasOwn(filled, method) ? filled[method] : undefined;
    compute[method] = (...args: unknown[]) => {
      const out = index === undefined ? undefined : (args[index] as Float64Array);
      const call = next;
      if (call !== undefined) {
        next = call.next;
        if (out !== undefined && call.filled !== undefined) {
          if (hasOwn(returnsFilled, method)) {
            temporary = out;
            returned = call.filled;
          } else {
            apply(set, out, [call.filled]);
          }
        }
        return call.result;
      }
      isComplete = false;
      const started = begin(method, args, out);
      if (last === undefined) first = started;
      else last.next = started;
      last = started;
      if (method !== STORED) throw SUSPENDED;
      return Number.NaN;
    };
  }

  function begin(method: Method, args: unknown[], out: Float64Array | undefined): Call {
    // Statistics share their scratch arrays; kernels on other threads must not.
    const own = out !== undefined && vectorLength(out) <= SCRATCH ? new Vector(out) : out;
    if (own !== out) args[filled[method] as number] = own;
    for (let i = 0; i < args.length; i++) args[i] = withCapsule(args[i]);
    const kernel = native[method] as (...args: unknown[]) => Promise<unknown>;
    const call: Call = { promise: finish(), result: undefined, filled: undefined, next: undefined };
    async function finish(): Promise<unknown> {
      try {
        const result = await start(() => apply(kernel, native, args));
        call.result = result;
        call.filled = own;
        return undefined;
      } catch (error) {
        return { error };
      }
    }
    return call;
  }

  for (;;) {
    next = first;
    isComplete = true;
    const before = last;
    try {
      const result = run(compute as unknown as Backend);
      if (isComplete) return result === temporary && temporary !== undefined ? (returned as Result) : result;
    } catch (error) {
      if (error !== SUSPENDED) throw error;
    }
    suspended();
    for (let call = before === undefined ? first : before.next; call !== undefined; call = call.next) {
      const failure = (await call.promise) as { error: unknown } | undefined;
      if (failure !== undefined) throw failure.error;
    }
  }
}
