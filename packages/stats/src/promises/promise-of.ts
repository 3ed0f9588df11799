import { capsuleError, describeValue, isPlainObject } from '@capsule/core';
import { reserve, whenFree } from './limits.js';

// Captured at load; later monkey-patching has no effect.
const { apply, deleteProperty, ownKeys } = Reflect;
const { hasOwn, getOwnPropertyDescriptor } = Object;
const { addEventListener, removeEventListener } = EventTarget.prototype;
const isAborted = getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted')?.get as () => boolean;
const reasonOf = getOwnPropertyDescriptor(AbortSignal.prototype, 'reason')?.get as () => unknown;

/** Removes `signal` from copied options, which are the last argument; without another key, removes the options. */
export function takeSignal(operation: string, args: unknown[]): AbortSignal | undefined {
  const options = args[args.length - 1];
  if (!isPlainObject(options) || !hasOwn(options, 'signal')) return undefined;
  const { signal } = options as { signal?: unknown };
  deleteProperty(options, 'signal');
  if (ownKeys(options).length === 0) args.length--;
  if (signal === undefined) return undefined;
  checkSignal(operation, signal);
  return signal as AbortSignal;
}

function checkSignal(operation: string, signal: unknown): void {
  try {
    apply(isAborted, signal, []);
  } catch {
    throw capsuleError(TypeError, 'ERR_STATS_OPTIONS_UNUSABLE', operation, {
      expected: 'an AbortSignal as signal',
      found: describeValue(signal),
      advice: 'Pass the signal of an AbortController.',
    });
  }
}

/** Throws the reason of a signal that was aborted. */
function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal !== undefined && apply(isAborted, signal, [])) throw apply(reasonOf, signal, []);
}

/** Starts a kernel as soon as there is room for it, unless the promise was rejected before. */
export type Start = <Result>(kernel: () => Promise<Result>) => Promise<Result>;

/**
 * Runs work that consists of any number of kernels, and counts it as one promise.
 *
 * @param work - starts its kernels with the function that it gets
 */
export async function promiseOf<Result>(
  operation: string,
  signal: AbortSignal | undefined,
  work: (start: Start) => Promise<Result>,
): Promise<Result> {
  throwIfAborted(signal);
  const release = reserve(operation);
  const start: Start = (kernel) =>
    whenFree(() => {
      throwIfAborted(signal);
      return kernel();
    });
  const result = settle(work(start), release);
  return signal === undefined ? result : abortable(result, signal);
}

async function settle<Result>(result: Promise<Result>, release: () => void): Promise<Result> {
  try {
    return await result;
  } finally {
    release();
  }
}

/** A promise that is rejected as soon as the signal is aborted, while a kernel may still be running. */
function abortable<Result>(result: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(apply(reasonOf, signal, []));
    apply(addEventListener, signal, ['abort', abort, { once: true }]);
    const forward = async () => {
      try {
        resolve(await result);
      } catch (error) {
        reject(error);
      } finally {
        apply(removeEventListener, signal, ['abort', abort]);
      }
    };
    void forward();
  });
}
