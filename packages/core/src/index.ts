export { type ArrowArraySource, type ArrowStreamSource, arrowArray, arrowSchema, arrowStream } from './arrow.js';
export {
  type Capsule,
  type CapsuleFunction,
  type CapsuleLabel,
  type CapsuleState,
  inspect,
  isCapsule,
  type OwnedCapsule,
} from './capsule.js';
export { type CapsuleErrorCode, codes } from './codes.js';
export { asTypedArray, type ViewOptions } from './data.js';
export { describeValue } from './describe-value.js';
export { dispose } from './dispose.js';
export { type CapsuleError, capsuleError, isCapsuleError } from './errors.js';
export { bindContext, functionOf } from './functions.js';
export { type Binaries, loadAddon } from './load-addon.js';
export { checkOptions, isPlainObject } from './options.js';
export { cmake_dir, include_dir } from './paths.js';
export { receive, type ShareOptions, share } from './tickets.js';
export { hasMemory, type TypedArray, typedArrayKind, typedArrayLength } from './typed-arrays.js';
