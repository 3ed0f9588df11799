import { capsuleError, describeValue, isPlainObject } from '@capsule/core';
import type { Backend, BackendOfPromises } from '../native.js';
import { reserve, whenFree } from './limits.js';
import { replay } from './replay.js';

// Captured at load; later monkey-patching has no effect.
const { apply, ownKeys } = Reflect;
const { hasOwn, defineProperty, getOwnPropertyDescriptor } = Object;
const { addEventListener, removeEventListener } = EventTarget.prototype;
const isAborted = getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted')?.get as () => boolean;
const reasonOf = getOwnPropertyDescriptor(AbortSignal.prototype, 'reason')?.get as () => unknown;

/** Removes `signal` from the options, which are the last argument; without another key, removes the options. */
export function takeSignal(operation: string, args: unknown[]): AbortSignal | undefined {
  const options = args[args.length - 1];
  if (!isPlainObject(options) || !hasOwn(options, 'signal')) return undefined;
  const others = {};
  let signal: unknown;
  const keys = ownKeys(options);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as keyof typeof options;
    const value: unknown = options[key];
    if (key === 'signal') signal = value;
    else defineProperty(others, key, { value, enumerable: true, configurable: true, writable: true });
  }
  if (keys.length === 1) args.length--;
  else args[args.length - 1] = others;
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
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal !== undefined && apply(isAborted, signal, [])) throw apply(reasonOf, signal, []);
}

/**
 * Runs a statistic whose kernels compute on another thread.
 *
 * @param run - the statistic, called with a backend: see {@link replay}
 * @param again - called after the first run
 */
export async function promiseOf<Result>(
  native: BackendOfPromises,
  operation: string,
  signal: AbortSignal | undefined,
  run: (compute: Backend) => Result,
  again: () => void,
): Promise<Result> {
  throwIfAborted(signal);
  const release = reserve(operation);
  const start = <Value>(kernel: () => Promise<Value>) =>
    whenFree(() => {
      throwIfAborted(signal);
      return kernel();
    });
  const result = settle(replay(native, start, run, again), release);
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
