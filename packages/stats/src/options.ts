import { capsuleError, describeValue } from '@capsule/core';

/** Options of statistics that divide by `n - ddof`. */
export interface DdofOptions {
  /** Delta degrees of freedom: 1 (the default) for a sample, 0 for a whole population. */
  readonly ddof?: number;
}

/** Reads `ddof`: an own property only, so that a polluted prototype changes nothing. */
export function readDdof(doing: string, options: DdofOptions | undefined): number {
  if (options === undefined) return 1;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw capsuleError(TypeError, 'ERR_STATS_OPTIONS_UNUSABLE', doing, {
      expected: 'options as an object, { ddof }',
      found: describeValue(options),
    });
  }
  const ddof = Object.hasOwn(options, 'ddof') ? options.ddof : undefined;
  if (ddof === undefined) return 1;
  if (typeof ddof === 'number' && Number.isFinite(ddof) && ddof >= 0) return ddof;
  throw capsuleError(typeof ddof === 'number' ? RangeError : TypeError, 'ERR_STATS_DDOF_UNUSABLE', doing, {
    expected: 'ddof to be a finite number, 0 or more',
    found: describeValue(ddof),
  });
}
