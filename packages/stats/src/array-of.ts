const { from, of } = Array;
const { apply } = Reflect;
const Bytes = Uint8Array;

/**
 * Returns an Array of `length` elements. An assignment to a missing element calls a setter for its index, if a script
 * has defined one on Array.prototype. An assignment to an existing element does not.
 */
export function arrayOf<Element>(length: number, elementAt: (index: number) => Element): Element[] {
  if (length > MANY) return from({ __proto__: null, length } as ArrayLike<unknown>, (_, index) => elementAt(index));
  const array = placeholders(length) as Element[];
  for (let i = 0; i < length; i++) array[i] = elementAt(i);
  return array;
}

/** V8 limits the number of arguments of a call. */
const MANY = 1000;

/** A literal takes a fifth of the time of a call, and the call a third of that of from(). */
function placeholders(length: number): unknown[] {
  switch (length) {
    case 2:
      return [0, 0];
    case 3:
      return [0, 0, 0];
    case 4:
      return [0, 0, 0, 0];
    default:
      return apply(of, Array, new Bytes(length));
  }
}
