import { checkOptions } from '@capsule/core';

const { hasOwn } = Object;

/** Returns the options that are own properties, so that a polluted prototype has no effect. */
export function readOptions<Name extends string>(
  operation: string,
  names: readonly Name[],
  options: unknown,
): { readonly [Key in Name]?: unknown } {
  const found = { __proto__: null } as { [Key in Name]?: unknown };
  if (options === undefined) return found;
  checkOptions(operation, 'ERR_FASTMATH_OPTIONS_UNUSABLE', names, options);
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as Name;
    if (hasOwn(options, name)) found[name] = (options as Record<Name, unknown>)[name];
  }
  return found;
}
