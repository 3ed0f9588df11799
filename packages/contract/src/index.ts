export { type ContractOptions, defineContract } from './define-contract.js';
export type { DoctorContract, DoctorFunction } from './doctor/contracts.js';
export type {
  Diagnosis,
  DoctorAddon,
  DoctorConsumer,
  DoctorPrebuilt,
  DoctorProblem,
  DoctorUnread,
} from './doctor/diagnosis.js';
export type { Language } from './generate/languages.js';
export { type Contract, type ContractFunction, type ContractKind, type Fn, fn, type Thread } from './model/contract.js';
export type { JavaScriptArgument, JavaScriptBinding, JavaScriptCondition } from './model/javascript.js';
export {
  type ArrayMeaning,
  type ContextMeaning,
  type Failure,
  type Length,
  type Meaning,
  noMemory,
  type OutMeaning,
  type OverlapRules,
  type OwnedMeaning,
  type StatusMeaning,
} from './model/meaning.js';
export { array, contextOf, mutArray, out, outArray, owned, status } from './model/meant-types.js';
export { signature } from './model/signature.js';
export {
  type Argument,
  bool,
  type Callback,
  callback,
  constPtr,
  f32,
  f64,
  i8,
  i16,
  i32,
  i64,
  isize,
  mutPtr,
  type Named,
  type Nothing,
  nothing,
  type Opaque,
  opaque,
  type Pointer,
  type Result,
  type Scalar,
  type Struct,
  struct,
  u8,
  u16,
  u32,
  u64,
  usize,
} from './model/types.js';
