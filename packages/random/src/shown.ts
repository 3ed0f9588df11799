import { describeValue } from '@capsule/core';

/** A value in a message: a number as it is written, another value described. */
export function shown(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'bigint' && value > -(10n ** 20n) && value < 10n ** 20n ? `${value}n` : describeValue(value);
}
