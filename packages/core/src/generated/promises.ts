// Starts a call on a thread of libuv's pool. It runs no code of an argument, except the getter of an option, which it
// reads first.
import { types } from 'node:util';
import { isCapsule } from '../capsule.js';
import { describeValue } from '../describe-value.js';
import { checkOptions, isPlainObject } from '../options.js';
import { typedArrayKind } from '../typed-arrays.js';
import { type Call, fail } from './call.js';
import { check } from './check.js';
import { readOptions } from './read.js';
import { allocate, rejected, rejectMore } from './retry.js';

/** A function of a contract as a promise. */
export interface PromisedCall extends Call {
  /** The number of parameters that must be given. */
  readonly needed: number;
  /** Starts the native function. True: too many promises are pending; undefined or null: it rejects the arguments. */
  start(args: readonly unknown[], id: number): unknown;
  cancel(id: number): void;
  /** Turns what the caller passed into the arguments of C, and the values of C into the result. */
  prepare(given: readonly unknown[]): { args: unknown[]; finish(result: unknown): unknown };
}

/** What the promises of an addon share: the number of the last one. */
export interface PromiseTable {
  last: number;
}

// Captured at load; later monkey-patching has no effect.
const { apply } = Reflect;
const { hasOwn, getOwnPropertyDescriptor, getPrototypeOf } = Object;
const getterOf = (prototype: object, key: string) => getOwnPropertyDescriptor(prototype, key)?.get as () => unknown;
const bufferOf = getterOf(getPrototypeOf(Uint8Array).prototype, 'buffer');
const { addEventListener, removeEventListener } = EventTarget.prototype;
const isAborted = getterOf(AbortSignal.prototype, 'aborted');
const reasonOf = getterOf(AbortSignal.prototype, 'reason');
const { get, set, delete: remove } = WeakMap.prototype;
const { add, delete: removeFrom, forEach } = Set.prototype;
const sizeOf = getterOf(Set.prototype, 'size');

/** Removes the signal from the options, which are the last argument that is given, and returns it. */
function takeSignal(call: PromisedCall, args: unknown[], more: unknown[]): AbortSignal | undefined {
  if (call.keys !== undefined) {
    const at = args.length - 1;
    const { signal, ...others } = readOptions(call, args[at]);
    args[at] = others;
    return checkSignal(call, signal);
  }
  let list = more;
  let last = more.length - 1;
  while (last >= 0 && more[last] === undefined) last--;
  if (last < 0) {
    list = args;
    last = args.length - 1;
    while (last >= call.needed && args[last] === undefined) last--;
    if (last < call.needed) return undefined;
  }
  const options = list[last];
  if (!isPlainObject(options) || isCapsule(options)) return undefined;
  list[last] = undefined;
  checkOptions(call.operation, `${call.prefix}OPTIONS_UNUSABLE`, ['signal'], options);
  return checkSignal(call, hasOwn(options, 'signal') ? (options as { signal: unknown }).signal : undefined);
}

function checkSignal(call: PromisedCall, signal: unknown): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  try {
    if (types.isProxy(signal)) throw signal;
    apply(isAborted, signal, []);
  } catch {
    const advice = 'Pass the signal of an AbortController.';
    throw fail(call, TypeError, 'OPTIONS_UNUSABLE', 'an AbortSignal as signal', describeValue(signal), advice);
  }
  return signal as AbortSignal;
}

/** Rejects a result in an array that a script could detach while it is written. */
function checkResults(call: PromisedCall, args: readonly unknown[]): void {
  for (let i = 0; i < call.parameters.length; i++) {
    const parameter = call.parameters[i] as Call['parameters'][number];
    if (parameter.kind !== 'array' || parameter.isResult !== true || typedArrayKind(args[i]) === undefined) continue;
    if (types.isSharedArrayBuffer(apply(bufferOf, args[i], []))) continue;
    const expected = `${parameter.name} in shared memory or in a data capsule`;
    const advice = 'Omit it: the promise has a new array.';
    throw fail(call, TypeError, 'NOT_SHARED', expected, describeValue(args[i]), advice);
  }
}

/** The error for a call that was not started. */
function notStarted(
  call: PromisedCall,
  args: unknown[],
  lengths: Readonly<Record<string, number>>,
  found: unknown,
): unknown {
  if (found === undefined) return rejected(call);
  if (found === true) {
    const expected = 'at most 1000 promises that are pending';
    return fail(call, RangeError, 'TOO_MANY_PROMISES', expected, 'as many', 'Await some of them before the next.');
  }
  try {
    allocate(call, args, lengths);
  } catch (error) {
    return error; // it says how large the result would be
  }
  const expected = 'memory for copies of the arguments and for results';
  return fail(call, RangeError, 'OUT_OF_MEMORY', expected, 'less than that');
}

/** The promises of one signal, by the functions that end them. */
interface Pending {
  readonly aborts: Set<() => void>;
  readonly listener: () => void;
}

/** The promises of each signal. One listener serves all of them, because Node warns of more than ten. */
const pendings = new WeakMap<AbortSignal, Pending>();

function listen(signal: AbortSignal): Pending {
  const pending: Pending = { aborts: new Set(), listener };
  function listener(): void {
    if (!apply(isAborted, signal, [])) return; // a script has dispatched the event
    stopListening(signal, pending);
    apply(forEach, pending.aborts, [(abort: () => void) => abort()]);
  }
  apply(addEventListener, signal, ['abort', listener]);
  apply(set, pendings, [signal, pending]);
  return pending;
}

function stopListening(signal: AbortSignal, { listener }: Pending): void {
  apply(removeEventListener, signal, ['abort', listener]);
  apply(remove, pendings, [signal]);
}

/** A promise that is rejected as soon as the signal is aborted. A call that waits is canceled, one that runs is not. */
function abortable(promise: Promise<unknown>, signal: AbortSignal, cancel: () => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const pending: Pending = apply(get, pendings, [signal]) ?? listen(signal);
    const abort = () => {
      reject(apply(reasonOf, signal, []));
      try {
        cancel();
      } catch {} // the call runs, and its result is dropped
    };
    apply(add, pending.aborts, [abort]);
    (async () => {
      try {
        resolve(await promise);
      } catch (error) {
        reject(error);
      } finally {
        apply(removeFrom, pending.aborts, [abort]);
        const isLast = apply(sizeOf, pending.aborts, []) === 0 && apply(get, pendings, [signal]) === pending;
        if (isLast) stopListening(signal, pending);
      }
    })();
  });
}

/** Starts a call, and returns the promise of its result. */
export async function run(
  table: PromiseTable,
  call: PromisedCall,
  given: unknown[],
  more: unknown[],
): Promise<unknown> {
  const signal = takeSignal(call, given, more);
  if (signal !== undefined && apply(isAborted, signal, [])) throw apply(reasonOf, signal, []);
  if (more.length > 0) rejectMore(call, given[0], more);
  const { args, finish } = call.prepare(given);
  const lengths = check(call, args);
  checkResults(call, args);
  const id = ++table.last;
  const started = call.start(args, id);
  if (!types.isPromise(started)) throw notStarted(call, args, lengths, started);
  return finish(await (signal === undefined ? started : abortable(started, signal, () => call.cancel(id))));
}
