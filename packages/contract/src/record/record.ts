import type { Contract, Fn, Thread } from '../model/contract.js';
import { overlapOf, pairs } from '../model/overlap.js';
import { declared, signature } from '../model/signature.js';
import type { Pointer } from '../model/types.js';

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
  /** What callers in the safe languages depend on; absent for a function without meanings. */
  meaning?: FrozenMeaning;
}

/** The meanings of a function as they were shipped. All of its parts may be absent. */
export interface FrozenMeaning {
  /** By argument: `array`, `mutArray`, `outArray`, `out` or `context`, then the length or the callback. */
  arguments?: Record<string, string>;
  /** How pairs of arrays may share memory, by their names: `x, out`. Absent for two arrays that are only read. */
  overlap?: Record<string, string>;
  /** `status` or `owned`. */
  result?: string;
  /** The codes of failures, by the value of the result. */
  failures?: Record<string, string>;
  requires?: string[];
}

export interface FrozenVersion {
  version: string;
  /** Absent for a table. */
  kind?: 'instance';
  functions: FrozenFunction[];
  /** The fields of every struct. */
  structs: Record<string, Members>;
  /** The result and the arguments of every callback; absent if there is none. */
  callbacks?: Record<string, FrozenCallback>;
  /** The function that ends each handle; absent if there is none. */
  handles?: Members;
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
  const handles = contract.types.flatMap((type) =>
    type.kind === 'opaque' && type.about.end !== undefined ? [[type.name, type.about.end] as const] : [],
  );
  return {
    version: `${contract.major}.${contract.minor}`,
    ...(contract.kind === 'instance' && { kind: contract.kind }),
    functions: contract.functions.map((fn) => ({
      name: fn.name,
      signature: signature(fn),
      ...frozen(fn),
      since: fn.about.since,
      ...(fn.about.retired !== undefined && { retired: fn.about.retired }),
      thread: fn.about.thread,
      ...freezeMeaning(fn),
    })),
    structs: Object.fromEntries(contract.structs.map(({ name, fields }) => [name, members(fields)])),
    ...(callbacks.length > 0 && { callbacks: Object.fromEntries(callbacks.map((type) => [type.name, frozen(type)])) }),
    ...(handles.length > 0 && { handles: Object.fromEntries(handles) }),
  };
}

function freezeMeaning({ args, result, about }: Fn): { meaning?: FrozenMeaning } {
  const entries = Object.entries(args).flatMap(([name, type]) => {
    const meaning = type.kind === 'pointer' ? type.meaning : undefined;
    return meaning === undefined ? [] : [[name, argumentMeaning(meaning)] as const];
  });
  const overlap = pairs(args).flatMap(([first, second]) => {
    const rule = overlapOf(args, first, second);
    return rule === 'mayOverlap' ? [] : [[`${first}, ${second}`, rule] as const];
  });
  const meaning = result.kind === 'pointer' || result.kind === 'scalar' ? result.meaning : undefined;
  const failures =
    meaning?.kind === 'status' ? meaning.failures : meaning?.kind === 'owned' ? { NULL: meaning.failure } : {};
  const frozenMeaning = {
    ...(entries.length > 0 && { arguments: Object.fromEntries(entries) }),
    ...(overlap.length > 0 && { overlap: Object.fromEntries(overlap) }),
    ...(meaning !== undefined && {
      result: meaning.kind,
      failures: Object.fromEntries(Object.entries(failures).map(([value, { code }]) => [value, code])),
    }),
    ...(about.requires !== undefined && { requires: [...about.requires] }),
  };
  return Object.keys(frozenMeaning).length === 0 ? {} : { meaning: frozenMeaning };
}

function argumentMeaning(meaning: NonNullable<Pointer['meaning']>): string {
  switch (meaning.kind) {
    case 'out':
    case 'owned':
      return meaning.kind;
    case 'context':
      return `context ${meaning.of}`;
    default:
      return `${meaning.kind} ${meaning.length}`;
  }
}

function frozen({ result, args }: Pick<Fn, 'result' | 'args'>): FrozenCallback {
  return { result: declared(result), arguments: members(args) };
}

function members(types: Readonly<Record<string, Parameters<typeof declared>[0]>>): Members {
  return Object.fromEntries(Object.entries(types).map(([name, type]) => [name, declared(type)]));
}
