/**
 * What every generated module of promises has besides its functions. It runs no code of an argument, except the getter
 * of an option, which it reads first.
 */
export const promiseRuntime = `const { types } = require('node:util');
const { checkOptions, describeValue, isCapsule, isPlainObject, typedArrayKind } = require('@capsule/core');

const { allocate, check, fail, readOptions, rejected, rejectMore } = internals;

// Captured at load; later monkey-patching has no effect.
const { apply } = Reflect;
const { hasOwn, getOwnPropertyDescriptor, getPrototypeOf } = Object;
const bufferOf = getOwnPropertyDescriptor(getPrototypeOf(Uint8Array).prototype, 'buffer').get;
const { addEventListener, removeEventListener } = EventTarget.prototype;
const isAborted = getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted').get;
const reasonOf = getOwnPropertyDescriptor(AbortSignal.prototype, 'reason').get;
const { get, set, delete: remove } = WeakMap.prototype;
const { add, delete: removeFrom, forEach } = Set.prototype;
const sizeOf = getOwnPropertyDescriptor(Set.prototype, 'size').get;

/** Removes the signal from the options, which are the last argument that is given, and returns it. */
function takeSignal(call, args, more) {
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
  checkOptions(call.operation, PREFIX + 'OPTIONS_UNUSABLE', ['signal'], options);
  return checkSignal(call, hasOwn(options, 'signal') ? options.signal : undefined);
}

function checkSignal(call, signal) {
  if (signal === undefined) return undefined;
  try {
    if (types.isProxy(signal)) throw signal;
    apply(isAborted, signal, []);
  } catch {
    const advice = 'Pass the signal of an AbortController.';
    throw fail(call, TypeError, 'OPTIONS_UNUSABLE', 'an AbortSignal as signal', describeValue(signal), advice);
  }
  return signal;
}

/** Rejects a result in an array that a script could detach while it is written. */
function checkResults(call, args) {
  for (let i = 0; i < call.parameters.length; i++) {
    const { name, isResult } = call.parameters[i];
    if (isResult !== true || typedArrayKind(args[i]) === undefined) continue;
    if (types.isSharedArrayBuffer(apply(bufferOf, args[i], []))) continue;
    const expected = name + ' in shared memory or in a data capsule';
    throw fail(call, TypeError, 'NOT_SHARED', expected, describeValue(args[i]), 'Omit it: the promise has a new array.');
  }
}

/** The error for a call that was not started. */
function notStarted(call, args, lengths, found) {
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
  return fail(call, RangeError, 'OUT_OF_MEMORY', 'memory for copies of the arguments and for results', 'less than that');
}

/** The promises of each signal. One listener serves all of them, because Node warns of more than ten. */
const pendings = new WeakMap();

function listen(signal) {
  const pending = { aborts: new Set(), listener };
  function listener() {
    if (!apply(isAborted, signal, [])) return; // a script has dispatched the event
    stopListening(signal, pending);
    apply(forEach, pending.aborts, [(abort) => abort()]);
  }
  apply(addEventListener, signal, ['abort', listener]);
  apply(set, pendings, [signal, pending]);
  return pending;
}

function stopListening(signal, { listener }) {
  apply(removeEventListener, signal, ['abort', listener]);
  apply(remove, pendings, [signal]);
}

/** A promise that is rejected as soon as the signal is aborted. A call that waits is canceled, one that runs is not. */
function abortable(promise, signal, cancel) {
  return new Promise((resolve, reject) => {
    const pending = apply(get, pendings, [signal]) ?? listen(signal);
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
async function run(table, call, given, more) {
  const signal = takeSignal(call, given, more);
  if (signal !== undefined && apply(isAborted, signal, [])) throw apply(reasonOf, signal, []);
  if (more.length > 0) rejectMore(call, given[0], more);
  const { args, finish } = call.prepare(given);
  const lengths = check(call, args);
  checkResults(call, args);
  const id = ++table.last;
  const started = call.start(args, id);
  if (!types.isPromise(started)) throw notStarted(call, args, lengths, started);
  return finish(signal === undefined ? await started : await abortable(started, signal, () => call.cancel(id)));
}`;
