import { types } from 'node:util';
import { capsuleError, describeValue, isPlainObject } from '@capsule/core';
import { reserve, whenFree } from './limits.js';

// Captured at load; later monkey-patching has no effect.
const { apply, deleteProperty, ownKeys } = Reflect;
const { hasOwn, getOwnPropertyDescriptor } = Object;
const { addEventListener, removeEventListener } = EventTarget.prototype;
const isAborted = getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted')?.get as () => boolean;
const reasonOf = getOwnPropertyDescriptor(AbortSignal.prototype, 'reason')?.get as () => unknown;
const { get, set, delete: remove } = WeakMap.prototype;
const { add, delete: removeFrom, forEach } = Set.prototype;
const sizeOf = getOwnPropertyDescriptor(Set.prototype, 'size')?.get as () => number;

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
  if (!types.isProxy(signal)) {
    try {
      apply(isAborted, signal, []);
      return;
    } catch {}
  }
  throw capsuleError(TypeError, 'ERR_STATS_OPTIONS_UNUSABLE', operation, {
    expected: 'an AbortSignal as signal',
    found: describeValue(signal),
    advice: 'Pass the signal of an AbortController.',
  });
}

/** Throws the reason of a signal that was aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
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
    const stop = onAbort(signal, reject);
    const forward = async () => {
      try {
        resolve(await result);
      } catch (error) {
        reject(error);
      } finally {
        stop();
      }
    };
    void forward();
  });
}

/** The promises of a signal. One listener serves all of them, because Node warns of more than ten. */
interface Pending {
  readonly rejects: Set<(reason: unknown) => void>;
  readonly listener: () => void;
}

const pendings = new WeakMap<AbortSignal, Pending>();

/** Calls `reject` when a signal is aborted, unless the function that it returns is called before. */
function onAbort(signal: AbortSignal, reject: (reason: unknown) => void): () => void {
  const pending: Pending = apply(get, pendings, [signal]) ?? listen(signal);
  apply(add, pending.rejects, [reject]);
  return () => {
    apply(removeFrom, pending.rejects, [reject]);
    if (apply(sizeOf, pending.rejects, []) === 0 && apply(get, pendings, [signal]) === pending) end(signal, pending);
  };
}

function listen(signal: AbortSignal): Pending {
  const rejects: Pending['rejects'] = new Set();
  const listener = () => {
    if (!apply(isAborted, signal, [])) return; // a script has dispatched the event
    end(signal, pending);
    const reason = apply(reasonOf, signal, []);
    apply(forEach, rejects, [(reject: (reason: unknown) => void) => reject(reason)]);
  };
  const pending = { rejects, listener };
  apply(addEventListener, signal, ['abort', listener]);
  apply(set, pendings, [signal, pending]);
  return pending;
}

function end(signal: AbortSignal, { listener }: Pending): void {
  apply(removeEventListener, signal, ['abort', listener]);
  apply(remove, pendings, [signal]);
}
