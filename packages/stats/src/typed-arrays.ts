import * as core from '@capsule/core';

// Bound once: the way through the exports of another package, taken for every call, costs more than a short mean.
export const { typedArrayKind, typedArrayLength } = core;
