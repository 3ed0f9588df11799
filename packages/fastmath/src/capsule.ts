import { capsuleError } from '@capsule/core';
import { addon } from './native.js';

/** The variant that FASTMATH_CPU asks for, else the fastest this CPU can run. */
function choose(available: readonly string[]): string {
  const wanted = process.env['FASTMATH_CPU'] || available[0];
  if (wanted !== undefined && available.includes(wanted)) return wanted;
  throw capsuleError(Error, 'ERR_FASTMATH_CPU_UNKNOWN', 'Loading @capsule/fastmath', {
    expected: `FASTMATH_CPU to name a variant this CPU can run (${available.join(', ')})`,
    found: `'${JSON.stringify(wanted).slice(1, -1)}'`,
    advice: 'Unset it to get the fastest.',
  });
}

/** @internal */
export const kernels = addon.load(choose(addon.variants()));

/**
 * The table of kernels, sealed. Hand it to a consumer, such as `createStats` of `@capsule/stats`.
 */
export const { capsule } = kernels;
