const { defineProperty } = Object;

/** Appends to an Array. An assignment would call a setter for the index if a script has put one on Array.prototype. */
export function append<Element>(array: Element[], value: Element): void {
  const descriptor = { __proto__: null, value, writable: true, enumerable: true, configurable: true };
  defineProperty(array, array.length, descriptor);
}
