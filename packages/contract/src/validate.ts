import { capsuleError } from '@capsule/core';
import type { Contract, ContractFunction, Fn } from './define-contract.js';
import type { Struct } from './types.js';

const keywords = new Set(
  `alignas alignof asm auto bool break case catch char class const constexpr continue decltype default delete do double
  else enum explicit export extern false float for friend goto if inline int long mutable namespace new noexcept nullptr
  operator private protected public register restrict return short signed sizeof static struct switch template this
  throw true try typedef typeid typename union unsigned using virtual void volatile while`.split(/\s+/),
);
/** Members that every table has before its functions. */
const head = new Set(['size', 'variant']);
const threads: readonly unknown[] = ['any', 'one', 'js'];

/** Where a mistake is: the contract, and the function in it. */
function place(contract: string, name?: string): string {
  return name === undefined ? `Contract '${contract}'` : `Contract '${contract}', ${name}`;
}

/** What a reader sees of a value: a string in quotes, an object without its inside. */
function quote(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return value === undefined ? 'nothing' : String(value);
}

/** `1.2` as numbers, or undefined where it is no version. */
export function parseVersion(text: unknown): { major: number; minor: number } | undefined {
  const match = typeof text === 'string' ? /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$/.exec(text) : null;
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) };
}

/** Turns what was declared into a contract, or says what is wrong with it. */
export function validate(
  name: string,
  version: string,
  functions: Readonly<Record<string, Fn>>,
  doc: string,
): Contract {
  if (
    typeof name !== 'string' ||
    !/^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*(\/[\w./-]+)?(:[A-Za-z_$][\w$]*)?$/.test(name)
  ) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_UNUSABLE', 'defineContract(name)', {
      expected: "the name of a package, '@scope/package' or '@scope/package:export'",
      found: quote(name),
    });
  }
  const parsed = parseVersion(version);
  if (parsed === undefined) {
    throw capsuleError(RangeError, 'ERR_CONTRACT_VERSION_UNUSABLE', place(name), {
      expected: "a version with a major and a minor, like '1.0'",
      found: quote(version),
    });
  }
  const contract = { name, ...parsed, doc };
  const structs = new Map<string, Struct>();
  const list = Object.entries(functions).map(([key, fn]) => {
    checkFunction(contract, key, fn);
    for (const type of Object.values(fn.args)) collectStructs(contract.name, key, type, structs);
    return { name: key, ...fn };
  });
  if (list.length === 0) {
    throw capsuleError(RangeError, 'ERR_CONTRACT_EMPTY', place(name), {
      expected: 'at least one function',
      found: 'none',
    });
  }
  checkOrder(contract.name, list);
  return { ...contract, functions: list, structs: [...structs.values()] };
}

function checkName(where: string, what: string, name: string): void {
  if (/^[a-z][a-z0-9_]*$/.test(name) && !keywords.has(name) && !name.endsWith('_fn')) return;
  throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_UNUSABLE', where, {
    expected: `${what} in snake_case that is no word of C`,
    found: quote(name),
  });
}

function checkFunction(contract: { name: string; major: number; minor: number }, name: string, fn: Fn): void {
  const where = place(contract.name, name);
  checkName(where, 'a name', name);
  if (head.has(name)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', where, {
      expected: 'a name of its own',
      found: `'${name}', which every table has already`,
    });
  }
  if (typeof fn !== 'object' || fn === null || typeof fn.args !== 'object' || typeof fn.about !== 'object') {
    throw capsuleError(TypeError, 'ERR_CONTRACT_FUNCTION_UNUSABLE', where, {
      expected: 'fn(result, arguments, { since, thread, doc })',
      found: quote(fn),
    });
  }
  checkSince(contract, where, fn.about.since);
  if (!threads.includes(fn.about.thread)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_THREAD_UNKNOWN', where, {
      expected: "thread: 'any', 'one' or 'js'",
      found: quote(fn.about.thread),
    });
  }
  if (typeof fn.about.doc !== 'string' || fn.about.doc.trim() === '') {
    throw capsuleError(TypeError, 'ERR_CONTRACT_DOC_MISSING', where, {
      expected: 'doc: what the function does',
      found: 'nothing',
    });
  }
  checkType(where, 'a result', fn.result, ['scalar', 'pointer', 'nothing']);
  for (const [argument, type] of Object.entries(fn.args)) {
    checkName(where, 'an argument', argument);
    checkType(where, argument, type, ['scalar', 'pointer']);
  }
  checkDocs(where, Object.keys(fn.args), fn.about.args);
}

function checkSince(contract: { major: number; minor: number }, where: string, since: string): void {
  const parsed = parseVersion(since);
  if (parsed?.major === contract.major && parsed.minor <= contract.minor) return;
  const latest = `${contract.major}.${contract.minor}`;
  throw capsuleError(RangeError, 'ERR_CONTRACT_SINCE_UNUSABLE', where, {
    expected: `since: a version from '${contract.major}.0' to '${latest}'`,
    found: quote(since),
    ...(parsed?.major === contract.major && { advice: `Raise the contract from ${latest} to ${since}.` }),
  });
}

/** Text about something that is not there is a typing mistake. */
function checkDocs(where: string, names: string[], docs: Readonly<Record<string, string>> | undefined): void {
  const stray = Object.keys(docs ?? {}).find((name) => !names.includes(name));
  if (stray === undefined) return;
  throw capsuleError(TypeError, 'ERR_CONTRACT_DOC_STRAY', where, {
    expected: `text about ${names.join(', ')}`,
    found: `text about '${stray}'`,
  });
}

function checkType(where: string, what: string, type: unknown, kinds: readonly string[]): void {
  const kind = typeof type === 'object' && type !== null && 'kind' in type ? type.kind : undefined;
  if (typeof kind !== 'string' || !['scalar', 'pointer', 'struct', 'nothing'].includes(kind)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_TYPE_UNKNOWN', where, {
      expected: `${what} of a type of @capsule/contract, such as f64 or constPtr(f64)`,
      found: quote(type),
    });
  }
  if (!kinds.includes(kind)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_TYPE_UNKNOWN', where, {
      expected: `${what} of a type that C passes by value`,
      found: kind === 'struct' ? 'a struct' : 'nothing',
      ...(kind === 'struct' && { advice: 'Pass it by pointer: constPtr(...) or mutPtr(...).' }),
    });
  }
  if (kind === 'pointer') {
    const { to } = type as { to: unknown };
    checkType(where, what, to, ['scalar', 'pointer', 'struct', 'nothing']);
    if ((to as { kind: string }).kind === 'struct') checkStruct(where, to as Struct);
  }
}

function checkStruct(where: string, type: Struct): void {
  checkName(where, 'a struct', type.name);
  for (const [field, fieldType] of Object.entries(type.fields)) {
    checkName(where, `a field of ${type.name}`, field);
    checkType(where, `field ${field} of ${type.name}`, fieldType, ['scalar', 'pointer']);
  }
  checkDocs(where, Object.keys(type.fields), type.about.fields);
}

/** Fields that point to structs come first, so that C knows each before it is used. */
function collectStructs(contract: string, fn: string, type: Fn['result'] | Struct, structs: Map<string, Struct>): void {
  if (type.kind === 'pointer') collectStructs(contract, fn, type.to, structs);
  if (type.kind !== 'struct') return;
  for (const field of Object.values(type.fields)) collectStructs(contract, fn, field, structs);
  const known = structs.get(type.name);
  if (known !== undefined && known !== type) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', place(contract, fn), {
      expected: `one struct named '${type.name}'`,
      found: 'another one of that name',
      advice: 'Declare it once, as a constant, and use that everywhere.',
    });
  }
  structs.set(type.name, type);
}

/** A table only grows at its end: who is older comes first. */
function checkOrder(contract: string, functions: readonly ContractFunction[]): void {
  let latest = 0;
  for (const { name, about } of functions) {
    const minor = parseVersion(about.since)?.minor ?? 0;
    if (minor < latest) {
      throw capsuleError(RangeError, 'ERR_CONTRACT_ORDER_WRONG', place(contract, name), {
        expected: 'newer functions after older ones',
        found: `one since ${about.since} behind one that is newer`,
        advice: 'Append new functions at the end.',
      });
    }
    latest = minor;
  }
}
