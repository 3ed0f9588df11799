import { type Capsule, loadAddon, type OwnedCapsule } from '@capsule/core';
import { gc } from '@capsule/test-support/garbage';

/** A contract for static_storage.h. A Buffer is for bytes that are not valid UTF-8. */
export interface ContractSpec {
  name: string | Buffer | null;
  major: number;
  minor: number;
  entries: { name: string | null; signature: string | null; since?: number; retired?: boolean; flags?: number }[];
  /** The size that it states, and that of its entries. */
  size?: number;
  entrySize?: number;
  /** States more entries than memory can have. */
  huge?: true;
  /** NULL instead of the entries. */
  noEntries?: true;
}

export interface TableFaults {
  /** The size that the table states. */
  size?: number;
  variant?: string;
  /** The name of the variant is not in static storage. */
  heapVariant?: true;
  /** A string of the contract that is on the heap: its name, or the name or signature of a function. */
  heapText?: 'contract' | 'name' | 'signature';
  /** Entries that are NULL. */
  missing?: number[];
}

export interface EnvelopeFaults extends TableFaults {
  magic?: true;
  abi?: number;
  envelopeSize?: number;
  kind?: number;
  flags?: number;
  state?: number;
  pointer?: null;
  name?: null;
  destroy?: null;
  contract?: null;
  /** The envelope describes data whose elements have a type with this code. */
  elementCode?: number;
  /** The table has this many bytes, and the memory after it cannot be read. */
  atPageEnd?: number;
}

/** Data for data.h: bytes that count up from 0. */
export interface DataSpec {
  /** The number of bytes of the memory, and the bytes. */
  room?: number;
  bytes?: Buffer;
  /** The offset of the first element. */
  offset?: number;
  /** NULL instead of the memory. */
  empty?: true;
  shape: number[] | null;
  strides?: number[];
  ndim?: number;
  /** As DLPack numbers them: 0 int, 1 uint, 2 float. */
  code?: number;
  bits?: number;
  lanes?: number;
  flags?: number;
  size?: number;
}

export interface TensorSpec {
  major?: number;
  device?: number;
  tensorFlags?: number;
  byteOffset?: number;
}

export interface Tensor {
  major: number;
  flags: number;
  device: number;
  bits: number;
  byteOffset: number;
  shape: number[];
  hasStrides: boolean;
  strides: number[];
}

/** The structs of the Arrow C data interface, by the names of their capsules. */
export const arrowKinds = [
  'arrow_schema',
  'arrow_array',
  'arrow_array_stream',
  'arrow_device_array',
  'arrow_device_array_stream',
] as const;
export type ArrowKind = (typeof arrowKinds)[number];

interface Forge {
  sealTable(contract: ContractSpec, faults?: TableFaults & { storage?: 'heap' }): Capsule;
  sealNullTable(contract: ContractSpec): Capsule;
  /** Returns the result of each function of the contract: its own index, or -1 if it is NULL. */
  openTable(value: unknown, contract: ContractSpec): number[];
  /** As `openTable`, with the table of the contract's major that the package of its name exports. */
  importTable(contract: ContractSpec | null): number[];
  sealPointer(name: string | Buffer | null, value: number | null): OwnedCapsule;
  /** An instance whose state is a number; a NULL state or contract for null. */
  sealInstance(
    contract: ContractSpec | null,
    value: number | null,
    faults?: TableFaults & { storage?: 'heap'; table?: null },
  ): Capsule;
  /** The number of a hold. */
  openInstance(value: unknown, contract: ContractSpec | null): number;
  sealWithHeapDestructor(): Capsule;
  sealHostFunction(): Capsule;
  openPointer(value: unknown, name: string): number;
  read(hold: number): number;
  /** Releases a hold, on this thread or on another one. */
  release(hold: number, onThread?: boolean): void;
  /** Holds and releases on many threads at once. */
  churn(hold: number, threads: number, rounds: number): void;
  take(value: unknown, name: string): number;
  isExclusive(hold: number): boolean;
  revoke(value: unknown, name: string): void;
  /** Takes or revokes with a NULL name. */
  changeWithoutName(what: 'take' | 'revoke', value: unknown): void;
  /** Creates another value for the held contents. */
  carry(hold: number): Capsule;
  sealData(name: string | null, description: DataSpec, nothing?: true): Capsule;
  openData(value: unknown, name: string | null): number;
  takeData(value: unknown, name: string | null): number;
  /** The largest power of two that divides the address of the first element. */
  alignment(hold: number): number;
  /** The bytes that addons have reported to the engine. */
  reportedMemory(): number;
  toDlpack(hold: number): number;
  tensor(number: number): Tensor;
  /** Calls the deleter of a tensor on another thread, as a library might. */
  deleteTensor(number: number): void;
  /** Seals a tensor of another library; a NULL tensor for undefined. */
  fromDlpack(name: string, description: (DataSpec & TensorSpec) | undefined): Capsule;
  /** Seals a struct: NULL, one that was released, one with a callback on the heap, or a stream without get_next. */
  sealArrow(kind: ArrowKind, fault?: 'null' | 'released' | 'heap' | 'get_next'): Capsule;
  /** The number of a struct. */
  takeArrow(kind: ArrowKind, value: unknown): number;
  /** As a consumer that sets `release` to NULL, but does not take the capsule. */
  moveArrowOut(kind: ArrowKind, value: unknown): number;
  /** Another number for the same struct, as a consumer with a bug would copy it. */
  copyArrow(kind: ArrowKind, number: number): number;
  /** Reads a struct and releases it, on this thread or on another one. */
  releaseArrow(kind: ArrowKind, number: number, onThread?: boolean): number;
  /** The array was released before if `fault` is true. */
  sealArrowPair(fault?: boolean): [schema: Capsule, array: Capsule];
  /** Requests by the C functions: the format, the format and the length, or the length of all batches. */
  requestArrow(method: 'schema' | 'array' | 'stream', value: unknown, requested?: unknown): string;
  /** The structs that exist, and how often one was released again. */
  arrowCounts(): [alive: number, releasedAgain: number];
  printArrowCountsAtExit(): void;
  arrowIsOnHost(deviceType: number, hasEvent: boolean): boolean;
  destroyed(): number;
  /** Contents '@forge/sized' of `room` bytes in use, of which the engine is told that they are `bytes`. */
  sealSized(kind: 'pointer' | 'function' | 'data', room: number, bytes: number): OwnedCapsule;
  /** Contents '@forge/unowned' without a destructor. */
  sealUnowned(kind: 'pointer' | 'function' | 'data', bytes: number): Capsule;
  /** capsule_dispose */
  dispose(value: unknown): boolean;
  /** Disposes while another thread holds and releases; returns how often that destroyed too early or not once. */
  raceDispose(rounds: number): number;
  /** Contents whose destructor reads, holds and releases its envelope. */
  sealReadByDestructor(): Capsule;
  /** Returns what these destructors have read since the last call, in order. */
  readByDestructors(): string[];
  /** Contents '@forge/kept' whose destructor throws a C++ exception. */
  sealThrowing(): Capsule;
  /** Throws the same exception, but not from a destructor. */
  throwDirectly(): never;
  /** Releases at exit, after JavaScript has ended; prints how many contents that destroys. */
  releaseAtExit(hold: number): void;
  /** The number of a capsule_status; 0 is CAPSULE_OK. */
  check(value: unknown, name?: string): number;
  /** Runs a function while an exception with the code FIRST is pending. */
  pending(what: 'import' | 'seal' | 'open' | 'check', value?: unknown): void;
  statusWhilePending(): number;
  /** Throws what any function throws with this capsule_status. */
  throwStatus(status: number): void;
  /** Opens with a NULL name (null), a NULL contract (undefined) or an invalid contract. */
  openWithoutContract(value: unknown, contract: null | undefined | ContractSpec): void;
  /** Opens while another thread revokes; returns how often the contents were destroyed when opened. */
  raceRevoke(rounds: number): number;
  /** Takes while another thread releases the other hold; returns how often that destroyed too early or never. */
  raceTake(rounds: number): number;
  import(name: string | Buffer | null): Capsule;
  /** The number of functions of the table. */
  importCpp(name: string): number;
  sealCpp(value: number): Capsule;
  openCpp(value: unknown): number;
  sealFunction(
    name: string,
    signature: string | Buffer | null,
    which: 'twice' | 'times' | 'null' | 'heap',
    options?: { context?: number; heapDestructor?: true },
  ): Capsule;
  /** A table '@forge/scalars' of functions of numbers, and others that a function capsule cannot be made from. */
  sealScalars(): Capsule<'@forge/scalars', 'table'>;
  /** Calls two functions, one after the other, and holds both. */
  sealComposed(first: Capsule, second: Capsule): Capsule;
  /** A function of n that opens its own capsule and calls it with n - 1: returns n + ... + 1. */
  sealRecursive(): { capsule: Capsule; end(): void };
  /** The number of a hold, and the index of the signature. */
  openFunction(value: unknown, name: string | null, signatures: string[]): { hold: number; which: number };
  callFunction(hold: number, x: number): number;
  /** Every thread holds the function, calls it with 1, and releases it: the sum of all results. */
  callOnThreads(hold: number, threads: number, calls: number): number;
  releaseFunction(hold: number): void;
  /** The contexts that were destroyed since the last call, in order. */
  destroyedContexts(): number[];
  wrap(tag: 'capsule' | 'foreign' | 'none', inside: 'one' | 'null' | 'something' | 'nothing'): object;
  external(): unknown;
  envelope(contract: ContractSpec, faults?: EnvelopeFaults): Capsule;
}

export const forge = loadAddon<Forge>(__dirname, 'forge');

/** A contract with functions that take nothing: `contract('1.2', 'sum', 'dot@1', 'cumsum@2')`. */
export function contract(version: string, ...functions: string[]): ContractSpec {
  const [major, minor] = version.split('.').map(Number);
  const entries = functions.map((text) => {
    const [name = '', since = '0'] = text.split('@');
    return { name, signature: 'f64()', since: Number(since) };
  });
  return { name: '@forge/math', major: major ?? 0, minor: minor ?? 0, entries };
}

/** Runs the garbage collector until `done` returns true, or as many times. Returns whether it did. */
export async function collect(done: () => boolean, times = 50): Promise<boolean> {
  for (let i = 0; i < times && !done(); i++) {
    gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return done();
}
