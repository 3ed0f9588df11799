import { types } from 'node:util';
import { capsuleError, describeValue } from '@capsule/core';

const { ownKeys } = Reflect;
const { getPrototypeOf } = Object;
const { isArray } = Array;

/**
 * The options that were given. Own properties only, so that a polluted prototype changes nothing; a key that nobody
 * reads is a mistake.
 */
export function readOptions<Name extends string>(
  doing: string,
  names: readonly Name[],
  options: unknown,
): { readonly [Key in Name]?: unknown } {
  const found = { __proto__: null } as { [Key in Name]?: unknown };
  if (options === undefined) return found;
  if (!isPlain(options)) refuse(doing, names, describeValue(options));
  const keys = ownKeys(options);
  // By index: an iterator of Arrays is anybody's.
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as Name;
    if (!names.includes(key)) refuse(doing, names, `the key '${String(key)}'`);
    found[key] = (options as Record<Name, unknown>)[key];
  }
  return found;
}

/** An object that holds nothing but its properties, of any realm. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  const parent = getPrototypeOf(value);
  return parent === null || (!types.isProxy(parent) && getPrototypeOf(parent) === null && !isArray(value));
}

function refuse(doing: string, names: readonly string[], found: string): never {
  throw capsuleError(TypeError, 'ERR_FASTMATH_OPTIONS_UNUSABLE', doing, {
    expected: `options as an object, { ${names.join(', ')} }`,
    found,
  });
}
