import * as core from '@capsule/core';
import type { Sample } from './native.js';

// Bound once: looking up an export of another package on every call takes longer than a small mean.
const { typedArrayKind, typedArrayLength } = core;
// Captured at load; later monkey-patching has no effect.
const { isView } = ArrayBuffer;

// An element is read before the length: V8 then knows the kind of array, and inlines the getter of the length, which
// saves 2.5 ns in Node 20. A typed array without elements has no element 0, also where its prototype has one.

/**
 * Returns the length of a Float64Array, which its own property `length` does not change; 0 for any other value, and for
 * a detached buffer.
 */
export function vectorLength(values: unknown): number {
  if (typedArrayKind(values) !== 'Float64Array' || (values as Float64Array)[0] === undefined) return 0;
  return typedArrayLength(values as Float64Array);
}

/** Whether a value is a Float64Array with elements. */
export function isVector(values: unknown): values is Float64Array {
  return typedArrayKind(values) === 'Float64Array' && (values as Float64Array)[0] !== undefined;
}

/** As vectorLength(), of a sample that was checked: every view of memory is a Float64Array. */
export function sampleLength(x: Sample): number {
  return isView(x) && (x as Float64Array)[0] !== undefined ? typedArrayLength(x as Float64Array) : 0;
}
