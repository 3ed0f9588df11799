import type { Contract, Fn, Thread } from '../model/contract.js';
import { declared, signature } from '../model/signature.js';

/** Types by the name of the argument or field, in order. */
export type Members = Record<string, string>;

/** A function as it was shipped. */
export interface FrozenFunction {
  name: string;
  /** The signature that opening compares at run time. */
  signature: string;
  result: string;
  /** The arguments with their names: nothing else distinguishes two arguments with the same type. */
  arguments: Members;
  since: string;
  /** The version that retired it, if any. */
  retired?: string;
  thread: Thread;
}

export interface FrozenVersion {
  version: string;
  functions: FrozenFunction[];
  /** The fields of every struct. */
  structs: Record<string, Members>;
  /** The result and the arguments of every callback; absent if there is none. */
  callbacks?: Record<string, FrozenCallback>;
}

export type FrozenCallback = Pick<FrozenFunction, 'result' | 'arguments'>;

/** The content of abi/<prefix>.abi.json: every shipped version, the oldest first. */
export interface AbiRecord {
  contract: string;
  prefix: string;
  versions: FrozenVersion[];
}

/** The entry that records the current version of a contract. */
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
