/** Every kind that data in a capsule can be shown as. */
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

// Kept from before anybody could replace them: nothing here asks a property of an array, or of a prototype.
const { apply } = Reflect;
const { prototype } = Object.getPrototypeOf(Uint8Array) as { prototype: object };

const kindOf = getter<string | undefined>(Symbol.toStringTag);
const lengthOf = getter<number>('length');

function getter<Value>(key: PropertyKey): () => Value {
  return Object.getOwnPropertyDescriptor(prototype, key)?.get as () => Value;
}

// Two functions, where one would do for both getters: the engine makes them a part of their callers only while each
// calls one and the same.

/** The kind of a typed array, of any realm, with any prototype; undefined for everything else. */
export function typedArrayKind(value: unknown): string | undefined {
  return apply(kindOf, value, []);
}

/** How many elements a typed array has, whatever it says of itself. */
export function typedArrayLength(array: ArrayBufferView): number {
  return apply(lengthOf, array, []);
}

const { at } = Float64Array.prototype;

/** False when the buffer of a typed array was transferred away, or shrunk to less than the array covers. */
export function hasMemory(array: ArrayBufferView): boolean {
  if (typedArrayLength(array) > 0) return true;
  // Such an array looks empty. Only the engine knows better: its own methods refuse to work on it.
  try {
    apply(at, array, [0]);
    return true;
  } catch {
    return false;
  }
}
