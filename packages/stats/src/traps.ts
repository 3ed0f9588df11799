import { types } from 'node:util';

// Captured at load; later monkey-patching has no effect.
const { getPrototypeOf } = Object;

/** The most prototypes of an object that is examined. */
const longestChain = 100;

/** Whether looking up a key would run the traps of a Proxy, or take long. */
export function hasTraps(value: object): boolean {
  let each: object | null = value;
  for (let depth = 0; each !== null; depth++) {
    if (depth > longestChain || types.isProxy(each)) return true;
    each = getPrototypeOf(each);
  }
  return false;
}
