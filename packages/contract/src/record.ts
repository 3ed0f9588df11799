import type { Contract, Thread } from './define-contract.js';
import { signature } from './signature.js';

/** A function as it was shipped. */
export interface FrozenFunction {
  name: string;
  /** What is compared at run time. */
  signature: string;
  /** The same with `const`. */
  qualified: string;
  since: string;
  thread: Thread;
}

export interface FrozenVersion {
  version: string;
  functions: FrozenFunction[];
}

/** What abi/<name>.abi.json holds: every version that was shipped, the oldest first. */
export interface AbiRecord {
  contract: string;
  versions: FrozenVersion[];
}

/** What freezing a contract writes down. */
export function freezeVersion(contract: Contract): FrozenVersion {
  return {
    version: `${contract.major}.${contract.minor}`,
    functions: contract.functions.map((fn) => ({
      name: fn.name,
      signature: signature(fn),
      qualified: signature(fn, true),
      since: fn.about.since,
      thread: fn.about.thread,
    })),
  };
}
