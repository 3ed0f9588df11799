import { type Capsule, capsuleError } from '@capsule/core';
import { addon } from './native.js';

/** The variant that FASTMATH_CPU names, or the fastest that this CPU can run. */
function choose(available: readonly string[]): string {
  const name = process.env['FASTMATH_CPU'] || available[0];
  if (name !== undefined && available.includes(name)) return name;
  throw capsuleError(Error, 'ERR_FASTMATH_CPU_UNKNOWN', 'Loading @capsule/fastmath', {
    expected: `FASTMATH_CPU to name a variant this CPU can run (${available.join(', ')})`,
    found: `'${JSON.stringify(name).slice(1, -1)}'`,
    advice: 'Unset it to get the fastest.',
  });
}

/** @internal */
export const kernels = addon.load(choose(addon.variants()));

/**
 * The sealed table of kernels. Pass it to a consumer, such as `createStats` of `@capsule/stats`.
 *
 * @example
 * ```ts
 * import { inspect } from '@capsule/core';
 * import { capsule } from '@capsule/fastmath';
 * import { createStats } from '@capsule/stats';
 *
 * console.log(inspect(capsule).version); // 1.1
 * console.log(createStats(capsule).mean([1, 2, 6])); // 3
 * ```
 */
export const capsule: Capsule<'@capsule/fastmath', 'table'> = kernels.capsule;
