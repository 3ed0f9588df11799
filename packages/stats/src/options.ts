import { types } from 'node:util';
import { capsuleError, describeValue } from '@capsule/core';

/** Options of statistics that divide by `n - ddof`. */
export interface DdofOptions {
  /** Delta degrees of freedom: 1 (the default) for a sample, 0 for a whole population. */
  readonly ddof?: number;
}

const { ownKeys } = Reflect;
const { getPrototypeOf, hasOwn } = Object;
const { isArray } = Array;

/** An object that holds nothing but its properties, of any realm: neither a second sample, nor a Map, nor a Proxy. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  const parent = getPrototypeOf(value);
  return parent === null || (!types.isProxy(parent) && getPrototypeOf(parent) === null && !isArray(value));
}

function refuseOptions(doing: string, found: string): never {
  throw capsuleError(TypeError, 'ERR_STATS_OPTIONS_UNUSABLE', doing, {
    expected: 'options as an object, { ddof }',
    found,
  });
}

/** Reads `ddof`: an own property only, so that a polluted prototype changes nothing. */
export function readDdof(doing: string, options: DdofOptions | undefined): number {
  if (options === undefined) return 1;
  if (!isPlain(options)) refuseOptions(doing, describeValue(options));
  for (const key of ownKeys(options)) if (key !== 'ddof') refuseOptions(doing, `the key '${String(key)}'`);
  const ddof = hasOwn(options, 'ddof') ? options.ddof : undefined;
  if (ddof === undefined) return 1;
  if (typeof ddof === 'number' && Number.isFinite(ddof) && ddof >= 0) return ddof;
  throw capsuleError(typeof ddof === 'number' ? RangeError : TypeError, 'ERR_STATS_DDOF_UNUSABLE', doing, {
    expected: 'ddof to be a finite number, 0 or more',
    found: describeValue(ddof),
  });
}
