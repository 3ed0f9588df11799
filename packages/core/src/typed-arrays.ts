/**
 * The typed arrays that {@link asTypedArray} returns.
 *
 * @example
 * ```ts
 * import { asTypedArray, type TypedArray } from '@capsule/core';
 * import { createVector } from '@capsule/fastmath';
 *
 * const values: TypedArray = asTypedArray(createVector(2));
 * console.log(values instanceof Float64Array); // true
 * ```
 */
export type TypedArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

// Captured at load; later monkey-patching has no effect. Nothing here reads a property of an array or a prototype.
const { apply } = Reflect;
const { prototype } = Object.getPrototypeOf(Uint8Array) as { prototype: object };

const kindOf = getter<string | undefined>(Symbol.toStringTag);
const lengthOf = getter<number>('length');

function getter<Value>(key: PropertyKey): () => Value {
  return Object.getOwnPropertyDescriptor(prototype, key)?.get as () => Value;
}

// One function for each getter, although one could serve both: V8 inlines a function only while it calls one target.

/**
 * Returns the kind of a typed array as the engine knows it, of any realm and with any prototype.
 *
 * @param value - any value
 * @returns `'Float64Array'` and so on; undefined for any other value
 * @example
 * ```ts
 * import { typedArrayKind } from '@capsule/core';
 *
 * console.log(typedArrayKind(new Float32Array(2))); // Float32Array
 * console.log(typedArrayKind([1, 2])); // undefined
 * ```
 */
export function typedArrayKind(value: unknown): string | undefined {
  return apply(kindOf, value, []);
}

/**
 * Returns the length of a typed array as the engine knows it, whatever its properties are.
 *
 * @param array - a typed array
 * @returns the number of elements; 0 if it is detached
 * @throws TypeError for any other value, from the engine
 * @example
 * ```ts
 * import { typedArrayLength } from '@capsule/core';
 *
 * console.log(typedArrayLength(new Float32Array(2))); // 2
 * ```
 */
export function typedArrayLength(array: ArrayBufferView): number {
  return apply(lengthOf, array, []);
}

const { at } = Float64Array.prototype;

/**
 * Whether a typed array still has its memory: false if its buffer was transferred, or shrunk below the array.
 *
 * @param array - a typed array
 * @returns true also for an empty array that has its buffer
 * @example
 * ```ts
 * import { hasMemory } from '@capsule/core';
 *
 * const x = new Float64Array(2);
 * console.log(hasMemory(x)); // true
 * structuredClone(x, { transfer: [x.buffer] });
 * console.log(hasMemory(x)); // false
 * ```
 */
export function hasMemory(array: ArrayBufferView): boolean {
  if (typedArrayLength(array) > 0) return true;
  // A detached array has the length 0. Only the engine can tell it from an empty one: its methods throw.
  try {
    apply(at, array, [0]);
    return true;
  } catch {
    return false;
  }
}
