import { types } from 'node:util';
import { describeValue } from './describe-value.js';
import { capsuleError } from './errors.js';

/**
 * The one option that a function has. Of nothing but an ordinary object, and of its own properties: whatever else is
 * given is a mistake, and so is a key that nobody reads.
 */
export function readOption(doing: string, options: unknown, key: string): unknown {
  if (options === undefined) return undefined;
  const isObject =
    typeof options === 'object' && options !== null && !types.isProxy(options) && !Array.isArray(options);
  const other = isObject ? Reflect.ownKeys(options).find((each) => each !== key) : undefined;
  if (isObject && other === undefined)
    return Object.hasOwn(options, key) ? (options as Record<string, unknown>)[key] : undefined;
  throw capsuleError(TypeError, 'ERR_CAPSULE_OPTION_UNUSABLE', doing, {
    expected: `options as an object, { ${key} }`,
    found: other === undefined ? describeValue(options) : `the key '${String(other)}'`,
  });
}
