const { from } = Array;

/**
 * Returns an Array of `length` elements. An assignment to a missing element calls a setter for its index, if a script
 * has defined one on Array.prototype. An assignment to an existing element does not.
 */
export const arrayOf = <Element>(length: number, elementAt: (index: number) => Element): Element[] =>
  from({ __proto__: null, length } as ArrayLike<unknown>, (_, index) => elementAt(index));
