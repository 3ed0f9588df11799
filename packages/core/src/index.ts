export { type Capsule, type CapsuleFunction, type CapsuleLabel, inspect, isCapsule } from './capsule.js';
export { type CapsuleErrorCode, codes } from './codes.js';
export { describeValue } from './describe-value.js';
export { type CapsuleError, capsuleError, isCapsuleError } from './errors.js';
export { loadAddon } from './load-addon.js';
export { cmake_dir, include_dir } from './paths.js';
export { hasMemory, typedArrayKind, typedArrayLength } from './typed-arrays.js';
