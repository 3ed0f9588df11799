import { checkOptions } from '@capsule/core';

const { hasOwn } = Object;

/** The options that were given: own properties only, so that a polluted prototype changes nothing. */
export function readOptions<Name extends string>(
  doing: string,
  names: readonly Name[],
  options: unknown,
): { readonly [Key in Name]?: unknown } {
  const found = { __proto__: null } as { [Key in Name]?: unknown };
  if (options === undefined) return found;
  checkOptions(doing, 'ERR_FASTMATH_OPTIONS_UNUSABLE', names, options);
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as Name;
    if (hasOwn(options, name)) found[name] = (options as Record<Name, unknown>)[name];
  }
  return found;
}
