const { from } = Array;

/**
 * Returns an Array of `length` elements. Filling an Array by assignments would call setters for indices, if a script
 * has put such on Array.prototype; assigning to its existing elements does not.
 */
export const arrayOf = <Element>(length: number, elementAt: (index: number) => Element): Element[] =>
  from({ __proto__: null, length } as ArrayLike<unknown>, (_, index) => elementAt(index));
