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

function getter<Value>(key: PropertyKey): (value: unknown) => Value {
  const get = Object.getOwnPropertyDescriptor(prototype, key)?.get as () => Value;
  return (value) => apply(get, value, []);
}

/** The kind of a typed array, of any realm, with any prototype; undefined for everything else. */
export const typedArrayKind: (value: unknown) => string | undefined = getter(Symbol.toStringTag);

/** How many elements a typed array has, whatever it says of itself. */
export const typedArrayLength: (array: ArrayBufferView) => number = getter('length');

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
