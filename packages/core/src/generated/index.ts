/**
 * What the modules that `capsule generate` writes have in common: the slow path of their calls, and their promises.
 *
 * @packageDocumentation
 */
export { bare, type Call, type CallNames, fail } from './call.js';
export { type PromisedCall, type PromiseTable, run } from './promises.js';
export { ascend, choose, copyOf, create, numbers, places, readOptions, restore } from './read.js';
export { failed, rejectMore, retry, unknownStatus } from './retry.js';
export { loadVariant, type Variants } from './variants.js';
