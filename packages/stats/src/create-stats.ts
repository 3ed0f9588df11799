import type { Capsule } from '@capsule/core';
import { type Bivariate, bivariate } from './bivariate.js';
import { type Families, families } from './families.js';
import { open } from './native.js';
import { type Univariate, univariate } from './univariate.js';

/** Every statistic, over one table of kernels. */
export interface Stats extends Univariate, Bivariate, Families {}

/**
 * Opens the table of kernels in a capsule, once, and gives the statistics that call it.
 *
 * @param capsule - `capsule` of `@capsule/fastmath`, or of another producer of its contract
 * @throws TypeError or RangeError `ERR_CAPSULE_...` when the capsule is another one, or does not fit
 */
export function createStats(capsule: Capsule<'@capsule/fastmath'>): Stats {
  const native = open(capsule);
  return { ...univariate(native), ...bivariate(native), ...families(native) };
}
