import type { Capsule } from '@capsule/core';

/** Every example by its name. */
export const examples: Readonly<Record<string, (value?: unknown) => unknown>>;
/** A capsule with a function `f64(f64)`. */
export const square: Capsule<'@example/reference:square', 'function'>;
/** A capsule with a function `f64(f64,f64)`: the larger of two numbers. */
export const larger: Capsule<'@example/reference:larger', 'function'>;
