import { type Capsule, loadAddon } from '@capsule/core';

/** A contract, as forge.cc lays it out. A Buffer stands for bytes that are no string. */
export interface ContractSpec {
  name: string | Buffer | null;
  major: number;
  minor: number;
  entries: { name: string | null; signature: string | null; since?: number; retired?: boolean; flags?: number }[];
  /** What it says of its own size, and of that of its entries. */
  size?: number;
  entrySize?: number;
  /** More entries than there is memory for. */
  huge?: true;
  /** NULL in the place of the entries. */
  noEntries?: true;
}

export interface TableFaults {
  /** What the table says its size is. */
  size?: number;
  variant?: string;
  /** The name of the variant is not in static storage. */
  heapVariant?: true;
  /** A text of the contract that is not in static storage: its name, or the name or signature of a function. */
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
  /** The table has this many bytes, and what follows cannot be read. */
  atPageEnd?: number;
}

/** Data, as data.h of the forge lays it out: bytes that count up from 0. */
export interface DataSpec {
  /** How many bytes the memory has, and what they are. */
  room?: number;
  bytes?: Buffer;
  /** Where the first element is. */
  offset?: number;
  /** NULL in the place of the memory. */
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

interface Forge {
  sealTable(contract: ContractSpec, faults?: TableFaults & { storage?: 'heap' }): Capsule;
  sealNothing(contract: ContractSpec): Capsule;
  /** What each function of the contract answers: its own index, or -1 where there is none. */
  openTable(value: unknown, contract: ContractSpec): number[];
  sealPointer(name: string | Buffer | null, value: number | null): Capsule;
  sealWithHeapDestructor(): Capsule;
  sealHostFunction(): Capsule;
  openPointer(value: unknown, name: string): number;
  read(hold: number): number;
  /** Here, or on a thread of its own. */
  release(hold: number, onThread?: boolean): void;
  /** Holds and releases, on many threads at once. */
  churn(hold: number, threads: number, rounds: number): void;
  take(value: unknown, name: string): number;
  isExclusive(hold: number): boolean;
  revoke(value: unknown, name: string): void;
  /** Without saying whose capsule it should be. */
  spendNothing(what: 'take' | 'revoke', value: unknown): void;
  /** Another value for what is held. */
  carry(hold: number): Capsule;
  sealData(name: string | null, description: DataSpec, nothing?: true): Capsule;
  openData(value: unknown, name: string | null): number;
  takeData(value: unknown, name: string | null): number;
  /** The largest power of two that divides the address of the first element. */
  alignment(hold: number): number;
  /** How many bytes addons have told the engine of. */
  toldMemory(): number;
  toDlpack(hold: number): number;
  tensor(number: number): Tensor;
  /** On a thread of its own, as another library might. */
  deleteTensor(number: number): void;
  /** Nothing stands for a NULL tensor. */
  fromDlpack(name: string, description: (DataSpec & TensorSpec) | undefined): Capsule;
  destroyed(): number;
  /** Contents whose destructor reads, holds and releases the envelope that it ends. */
  sealCurious(): Capsule;
  /** What such destructors have seen, in their order, since it was asked last. */
  seenAtEnd(): string[];
  /** When the process exits and JavaScript is gone; prints how many contents ended by it. */
  releaseAtExit(hold: number): void;
  /** The number of a capsule_status; 0 is CAPSULE_OK. */
  check(value: unknown, name?: string): number;
  /** Does it while an exception with the code FIRST is pending. */
  pending(what: 'import' | 'seal' | 'open' | 'check', value?: unknown): void;
  statusWhilePending(): number;
  /** Opens with a NULL name (null), a NULL contract (undefined) or a contract that is wrong. */
  openNothing(value: unknown, contract: null | undefined | ContractSpec): void;
  /** Opens while another thread ends the life of the contents; how often they had ended when opened. */
  race(rounds: number): number;
  /** Takes while another thread gives up the only other hold; how often the contents ended at a wrong time. */
  raceToEnd(rounds: number): number;
  import(name: string | Buffer | null): Capsule;
  /** How many functions the table has. */
  importCpp(name: string): number;
  sealCpp(value: number): Capsule;
  openCpp(value: unknown): number;
  sealFunction(
    name: string,
    signature: string | Buffer | null,
    which: 'twice' | 'times' | 'null' | 'heap',
    options?: { context?: number; heapDestructor?: true },
  ): Capsule;
  /** Calls two functions, one after the other, and holds both. */
  sealComposed(first: Capsule, second: Capsule): Capsule;
  /** Opens its own capsule, and calls that with one less: n + ... + 1, as deep as that. */
  sealDescending(): { capsule: Capsule; end(): void };
  /** The number of a hold, and which of the signatures it has. */
  openFunction(value: unknown, name: string | null, signatures: string[]): { hold: number; which: number };
  callFunction(hold: number, x: number): number;
  /** Every thread holds the function, calls it with 1, and releases it: the sum of all results. */
  callOnThreads(hold: number, threads: number, calls: number): number;
  releaseFunction(hold: number): void;
  /** The contexts that have ended, in their order, since it was asked last. */
  endedContexts(): number[];
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

/** Runs the garbage collector until `done`, or gives up. */
export async function collect(done: () => boolean, times = 50): Promise<boolean> {
  const { setFlagsFromString } = await import('node:v8');
  const { runInNewContext } = await import('node:vm');
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  for (let i = 0; i < times && !done(); i++) {
    gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return done();
}
