// What follows when the native function rejects its arguments, or fails.
import { types } from 'node:util';
import { describeValue } from '../describe-value.js';
import type { CapsuleError } from '../errors.js';
import { type Call, type CallNames, type Failure, fail } from './call.js';
import { check } from './check.js';
import { newArray } from './read.js';

const { isArray } = Array;

/** Rejects arguments after the parameters, except those that map() passes to a function of one parameter. */
export function rejectMore(call: CallNames, first: unknown, more: readonly unknown[]): void {
  const { shown, required, name, hint } = call;
  const index = more[0]; // not by destructuring: a script can replace the iterator of Arrays
  const list = more[1];
  const isSafe = (value: unknown): value is unknown[] =>
    typeof value === 'object' && !types.isProxy(value) && isArray(value);
  const isMap = shown.length === 1 && more.length === 2 && typeof index === 'number' && isSafe(list);
  if (isMap && list[index] === first) return;
  for (let i = 0; i < more.length; i++) {
    if (more[i] === undefined) continue;
    const last = shown[shown.length - 1];
    const expected = last === undefined ? 'no argument' : `no argument after ${last}`;
    const advice = isSafe(more[i])
      ? `In map(), write (x) => ${name}(${required.join(', ')}).`
      : last === 'options'
        ? 'Remove it.'
        : `${name}() has no options.${hint === undefined ? '' : ` ${hint}`}`;
    throw fail(call, TypeError, 'OPTIONS_UNUSABLE', expected, describeValue(more[i]), advice);
  }
}

/** Allocates the results that are missing. */
export function allocate(call: Call, args: unknown[], lengths: Readonly<Record<string, number>>): void {
  for (let i = 0; i < call.parameters.length; i++) {
    const parameter = call.parameters[i] as Call['parameters'][number];
    if (parameter.kind !== 'array' || args[i] !== undefined) continue;
    args[i] = newArray(call, parameter.name, lengths[parameter.name] as number, parameter.array);
  }
}

/** The error for arguments that only the native function rejects. */
export function rejected(call: Call): CapsuleError {
  if (call.overlap !== undefined) {
    const { expected, found } = call.overlap;
    return fail(call, RangeError, 'OVERLAP', expected, found, 'Copy one: x.slice().');
  }
  const found = 'elements that are not contiguous or not aligned';
  return fail(call, TypeError, 'ARGUMENTS_UNUSABLE', 'arguments that the addon accepts', found);
}

/**
 * Finds out why the native function rejected its arguments, and throws. If the reason is that an array is a data
 * capsule, or has no elements, calls the native function again.
 *
 * @param args - the arguments; a result that is missing is allocated
 */
export function retry(call: Call, args: unknown[]): unknown {
  allocate(call, args, check(call, args));
  const done = call.invoke(args);
  if (done === null) {
    throw fail(call, RangeError, 'OUT_OF_MEMORY', 'memory for a copy of the integers', 'less than that');
  }
  if (done !== undefined) return done;
  throw rejected(call);
}

/** What a status means that the contract does not list. */
export const unknownStatus: Failure = {
  code: 'UNKNOWN_STATUS',
  expected: 'a status that the contract lists',
  found: 'another one',
};

/** The error for the status of a function that failed. */
export function failed(call: Call, status: unknown): CapsuleError {
  const { code, expected, found, advice } = call.failures[String(status)] ?? unknownStatus;
  return fail(call, code === 'OUT_OF_MEMORY' ? RangeError : Error, code, expected, found, advice);
}
