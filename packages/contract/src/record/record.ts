import type { Contract, Fn, Thread } from '../model/contract.js';
import { declared, signature } from '../model/signature.js';

/** Types by name, in order. */
export type Members = Record<string, string>;

/** A function as it was shipped. */
export interface FrozenFunction {
  name: string;
  /** What is compared at run time. */
  signature: string;
  result: string;
  /** With their names, because two of one type are told apart by nothing else. */
  arguments: Members;
  since: string;
  /** The version that retired it, if one has. */
  retired?: string;
  thread: Thread;
}

export interface FrozenVersion {
  version: string;
  functions: FrozenFunction[];
  /** The fields of every struct. */
  structs: Record<string, Members>;
  /** What every callback takes and gives; left out where there is none. */
  callbacks?: Record<string, FrozenCallback>;
}

export type FrozenCallback = Pick<FrozenFunction, 'result' | 'arguments'>;

/** What abi/<prefix>.abi.json holds: every version that was shipped, the oldest first. */
export interface AbiRecord {
  contract: string;
  prefix: string;
  versions: FrozenVersion[];
}

/** What freezing a contract writes down. */
export function freezeVersion(contract: Contract): FrozenVersion {
  const callbacks = contract.types.filter((type) => type.kind === 'callback');
  return {
    version: `${contract.major}.${contract.minor}`,
    functions: contract.functions.map((fn) => ({
      name: fn.name,
      signature: signature(fn),
      ...frozen(fn),
      since: fn.about.since,
      ...(fn.about.retired !== undefined && { retired: fn.about.retired }),
      thread: fn.about.thread,
    })),
    structs: Object.fromEntries(contract.structs.map(({ name, fields }) => [name, members(fields)])),
    ...(callbacks.length > 0 && { callbacks: Object.fromEntries(callbacks.map((type) => [type.name, frozen(type)])) }),
  };
}

function frozen({ result, args }: Pick<Fn, 'result' | 'args'>): FrozenCallback {
  return { result: declared(result), arguments: members(args) };
}

function members(types: Readonly<Record<string, Parameters<typeof declared>[0]>>): Members {
  return Object.fromEntries(Object.entries(types).map(([name, type]) => [name, declared(type)]));
}
