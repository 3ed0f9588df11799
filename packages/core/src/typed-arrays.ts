/** The typed arrays that {@link asTypedArray} returns. */
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
