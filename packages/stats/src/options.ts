import { capsuleError, checkOptions as checkKeys, describeValue } from '@capsule/core';

/** Options of statistics that divide by `n - ddof`. */
export interface DdofOptions {
  /** Delta degrees of freedom: 1 (the default) for a sample, 0 for a whole population. */
  readonly ddof?: number;
}

const { hasOwn } = Object;

/** Refuses what are no options, and keys that nobody reads. */
export function checkOptions(operation: string, names: readonly string[], options: unknown): void {
  checkKeys(operation, 'ERR_STATS_OPTIONS_UNUSABLE', names, options);
}

/** An option that is there: an own property only, so that a polluted prototype changes nothing. */
export const own = <Options extends object, Name extends keyof Options>(
  options: Options,
  name: Name,
): Options[Name] | undefined => (hasOwn(options, name) ? options[name] : undefined);

const onlyDdof = ['ddof'];

/** Reads `ddof`, 1 if it is not given and nothing else is usual. */
export function readDdof(operation: string, options: DdofOptions | undefined, usual = 1): number {
  // Apart, so that this is small enough to become a part of its caller.
  return options === undefined ? usual : readGivenDdof(operation, options, usual);
}

function readGivenDdof(operation: string, options: DdofOptions, usual: number): number {
  checkOptions(operation, onlyDdof, options);
  const ddof = own(options, 'ddof');
  if (ddof === undefined) return usual;
  if (typeof ddof === 'number' && Number.isFinite(ddof) && ddof >= 0) return ddof;
  throw capsuleError(typeof ddof === 'number' ? RangeError : TypeError, 'ERR_STATS_DDOF_UNUSABLE', operation, {
    expected: 'ddof to be a finite number, 0 or more',
    found: describeValue(ddof),
  });
}

/** Reads an option that is true or false; true if it is not given. */
export function readFlag<Name extends string>(
  operation: string,
  options: { [Key in Name]?: boolean },
  name: Name,
): boolean {
  const flag = own(options, name) ?? true;
  if (typeof flag === 'boolean') return flag;
  throw capsuleError(TypeError, 'ERR_STATS_NOT_A_BOOLEAN', operation, {
    expected: `${name} to be true or false`,
    found: describeValue(flag),
  });
}
