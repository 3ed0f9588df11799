// Kept from before anybody could replace them: nothing here asks a property of an array, or of a prototype.
const { apply } = Reflect;
const { prototype } = Object.getPrototypeOf(Uint8Array) as { prototype: object };

function getter<Value>(key: PropertyKey): (view: ArrayBufferView) => Value {
  const get = Object.getOwnPropertyDescriptor(prototype, key)?.get as () => Value;
  return (view) => apply(get, view, []);
}

const kindOf = getter<string | undefined>(Symbol.toStringTag);
/** @internal */
export const lengthOf = getter<number>('length');
const bufferOf = getter<ArrayBuffer>('buffer');
const byteOffsetOf = getter<number>('byteOffset');
const { at } = Float64Array.prototype;

/** The kind of a typed array, of any realm, with any prototype; undefined for everything else. */
export function typedArrayKind(value: unknown): string | undefined {
  return ArrayBuffer.isView(value) ? kindOf(value) : undefined;
}

/**
 * A Float64Array that tells the truth about itself: the same one, or, where its prototype or its length were
 * tampered with or are of another realm, another on the same memory.
 */
export function genuineFloat64Array(array: Float64Array): Float64Array {
  if (Object.getPrototypeOf(array) === Float64Array.prototype && !Object.hasOwn(array, 'length')) return array;
  return hasMemory(array) ? new Float64Array(bufferOf(array), byteOffsetOf(array), lengthOf(array)) : array;
}

/** False when the buffer of a typed array was transferred away, or shrunk to less than the array covers. */
export function hasMemory(array: ArrayBufferView): boolean {
  if (lengthOf(array) > 0) return true;
  // Such an array looks empty. Only the engine knows better: its own methods refuse to work on it.
  try {
    apply(at, array, [0]);
    return true;
  } catch {
    return false;
  }
}
