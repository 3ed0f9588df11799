import type { createFunctions } from './bindings/clamp.functions.cjs';
import type { createFunctions as createFunctionsV2 } from './bindings/clamp_v2.functions.cjs';

export { capsule, capsule as capsule_v1 } from './bindings/clamp.js';
export { capsule as capsule_v2 } from './bindings/clamp_v2.js';

/** The functions of contract 1.x. */
export declare const v1: ReturnType<typeof createFunctions>;
/** The functions of contract 2.x. */
export declare const v2: ReturnType<typeof createFunctionsV2>;
