export type * from './index.js';
// Named one by one: `export *` would also export __esModule.
export {
  arrowArray,
  arrowSchema,
  arrowStream,
  asTypedArray,
  capsuleError,
  checkOptions,
  cmake_dir,
  codes,
  describeValue,
  hasMemory,
  include_dir,
  inspect,
  isCapsule,
  isCapsuleError,
  isPlainObject,
  loadAddon,
  receive,
  share,
  typedArrayKind,
  typedArrayLength,
} from './index.js';
