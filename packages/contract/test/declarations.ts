import { type Contract, constPtr, defineContract, type Fn, f64, fn, usize } from '@capsule/contract';

export const about = { since: '1.0', thread: 'any', doc: 'Text.' } as const;
export const validFn = fn(f64, { x: constPtr(f64), n: usize }, about);

/** Defines a contract with functions that may be wrong. */
export const define = (functions: Record<string, unknown>, version: unknown = '1.0'): Contract =>
  defineContract('@acme/math', version as string, functions as Record<string, Fn>);
