import { capsuleError } from '@capsule/core';
import { checkText } from './check-text.js';
import { isNumber, MAX_LENGTH, parseCondition, parseLength } from './condition.js';
import type { Contract, ContractFunction } from './contract.js';
import type { ArrayMeaning, Failure, Meaning } from './meaning.js';
import { isArray, isInteger, overlapRuleOf, pairs } from './overlap.js';
import type { Opaque, Pointer, Scalar } from './types.js';
import { isList, isObject, list, quote } from './values.js';
import { minorOf } from './version.js';

/** The properties of a value that is passed as a meaning. Nothing in it is checked yet. */
type Declared = Readonly<Record<string, unknown>>;

const rejected = (where: string, code: string, expected: string, found: string, advice?: string) =>
  capsuleError(TypeError, code, where, { expected, found, advice });

/** Names of kinds in messages. */
const titles = {
  array: 'array(...)',
  mutArray: 'mutArray(...)',
  outArray: 'outArray(...)',
  out: 'out(...)',
  context: 'contextOf(...)',
  owned: 'owned(...)',
  status: 'status(...)',
};

/** The meaning in a message: `array(...)`. */
export const titleOf = (meaning: Meaning): string => titles[meaning.kind];

/**
 * Copies the meaning of a type, and checks all that does not depend on other arguments.
 *
 * @param what - the thing that has the meaning, for messages: `argument x`
 * @param type - the type, already copied
 */
export function copyMeaning(
  where: string,
  what: string,
  type: Pointer | Scalar,
  declared: unknown,
): Meaning | undefined {
  if (declared === undefined) return undefined;
  const wrong = (expected: string, found: string) =>
    rejected(where, 'ERR_CONTRACT_MEANING_UNUSABLE', `${what} with ${expected}`, found);
  if (!isObject(declared)) throw wrong('a meaning, such as array(f64, ...)', quote(declared));
  const { kind, length, of, failure, failures, mayBe, mayOverlap, apartFrom } = declared as Declared;
  const to = type.kind === 'pointer' ? type.to : undefined;
  switch (kind) {
    case 'array':
    case 'mutArray':
    case 'outArray': {
      if (to?.kind !== 'scalar' || to.name === 'bool') {
        throw wrong(
          'elements that are numbers',
          to === undefined ? type.kind : to.kind === 'scalar' ? 'bool' : to.kind,
        );
      }
      if (type.kind !== 'pointer' || type.const !== (kind === 'array')) throw wrong(titles[kind], 'another pointer');
      if (parseLength(length) === undefined) {
        throw rejected(
          where,
          'ERR_CONTRACT_LENGTH_UNUSABLE',
          `the length of ${what} to be the name of an argument, 'n', 'n + 1' or 'n - 1', or a constant up to ${MAX_LENGTH}`,
          quote(length),
        );
      }
      const rules = Object.entries({ mayBe, mayOverlap, apartFrom }).flatMap(([rule, names]) =>
        names === undefined ? [] : [[rule, checkNames(where, `${rule} of ${what}`, names)] as const],
      );
      return { kind, length: length as string, ...Object.fromEntries(rules) };
    }
    case 'out':
      if (type.kind === 'pointer' && !type.const) {
        if (to?.kind === 'scalar') return { kind };
        if (to?.kind === 'struct' && Object.values(to.fields).every((field) => field.kind === 'scalar'))
          return { kind };
      }
      throw wrong(
        'a number, or a struct of numbers, as out(...)',
        to?.kind === 'struct' ? 'a struct of other types' : type.kind,
      );
    case 'context':
      if (to?.kind !== 'nothing' || type.kind !== 'pointer' || type.const) throw wrong(titles[kind], 'another type');
      if (typeof of !== 'string') throw wrong('the name of a callback', quote(of));
      return { kind, of };
    case 'owned':
      if (to?.kind !== 'opaque' || type.kind !== 'pointer' || type.const)
        throw wrong('an opaque struct as owned(...)', to?.kind ?? type.kind);
      return { kind, failure: checkFailure(where, `NULL of ${what}`, failure) };
    case 'status':
      return { kind, failures: checkFailures(where, what, type, failures) };
    default:
      throw wrong('a meaning, such as array(f64, ...)', quote(kind));
  }
}

/** Returns one name or several as a list. */
function checkNames(where: string, what: string, names: unknown): string[] {
  const found: unknown[] = isList(names) ? Array.from(names) : [names];
  const wrong = found.find((name) => typeof name !== 'string');
  if (found.length > 0 && wrong === undefined) return found as string[];
  throw rejected(
    where,
    'ERR_CONTRACT_OVERLAP_UNUSABLE',
    `${what} to be names of arrays`,
    found.length === 0 ? 'none' : quote(wrong),
  );
}

/** Checks and copies what the values of a status mean. */
export function checkFailures(
  where: string,
  what: string,
  type: Pointer | Scalar,
  failures: unknown,
): Record<string, Failure> {
  const wrong = (expected: string, found: string) =>
    rejected(where, 'ERR_CONTRACT_FAILURE_UNUSABLE', `${what}, status(...), ${expected}`, found);
  if (type.kind !== 'scalar' || !(isInteger(type) || type.name === 'bool')) {
    throw wrong('of bool or an integer type', type.kind === 'scalar' ? type.name : type.kind);
  }
  if (!isObject(failures) || Object.keys(failures).length === 0) {
    throw wrong('with the values that are failures: { 1: noMemory }', isObject(failures) ? 'none' : quote(failures));
  }
  const entries = Object.entries(failures);
  if (type.name === 'bool' && (entries.length > 1 || !['false', 'true'].includes(entries[0]?.[0] ?? ''))) {
    throw wrong("with 'false' or 'true' as its failure", list(entries.map(([value]) => quote(value))));
  }
  const other = type.name === 'bool' ? undefined : entries.find(([value]) => !isStatus(type, value));
  if (other !== undefined) throw wrong(`with values of ${type.name} other than 0, which is success`, quote(other[0]));
  return Object.fromEntries(
    entries.map(([value, failure]) => [value, checkFailure(where, `status ${value} of ${what}`, failure)]),
  );
}

/** Whether a key is an integer other than 0 that the type can have, and a number that JavaScript has exactly. */
function isStatus({ name, size }: Scalar, key: string): boolean {
  if (!/^-?[1-9]\d{0,14}$/.test(key)) return false;
  const bits = Math.min(size * 8, 53);
  const isSigned = /^i/.test(name);
  const value = Number(key);
  return value < 2 ** (isSigned ? bits - 1 : bits) && value >= (isSigned ? -(2 ** (bits - 1)) : 0);
}

function checkFailure(where: string, what: string, failure: unknown): Failure {
  const wrong = (expected: string, found: string) =>
    rejected(where, 'ERR_CONTRACT_FAILURE_UNUSABLE', `${what} with ${expected}`, found);
  if (!isObject(failure)) throw wrong('{ code, expected, found }, such as noMemory', quote(failure));
  const { code, expected, found, advice } = failure as Declared;
  if (typeof code !== 'string' || code.length > 63 || !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(code)) {
    throw wrong("a code in capitals, such as 'NOT_SORTED'", quote(code));
  }
  const line = (name: string, text: unknown) => {
    if (typeof text !== 'string' || text.trim() === '' || text.length > 1000)
      throw wrong(`the text '${name}'`, quote(text));
    return checkText(where, `${name} of ${what}`, text).trim().replace(/\s+/g, ' ');
  };
  return {
    code,
    expected: line('expected', expected),
    found: line('found', found),
    ...(advice !== undefined && { advice: line('advice', advice) }),
  };
}

/**
 * Checks what the meanings and conditions of a function say about its other arguments.
 *
 * @param isInstance - whether it is a function of an instance, which is the handle
 */
export function checkMeanings(where: string, { args, about, result }: ContractFunction, isInstance: boolean): void {
  for (const [name, type] of Object.entries(args)) {
    const meaning = type.kind === 'callback' ? undefined : type.meaning;
    if (meaning === undefined) continue;
    if (meaning.kind === 'status' || meaning.kind === 'owned') {
      const expected = `${name} with a meaning of an argument`;
      throw rejected(where, 'ERR_CONTRACT_MEANING_UNUSABLE', expected, `${titleOf(meaning)}, which is one of a result`);
    }
    if (meaning.kind === 'context') checkContext(where, name, meaning.of, args);
    if (isArray(type)) checkArray(where, name, type.meaning, args);
  }
  const meaning = result.kind === 'pointer' || result.kind === 'scalar' ? result.meaning : undefined;
  if (meaning !== undefined && meaning.kind !== 'status' && meaning.kind !== 'owned') {
    const expected = 'a result with a meaning of a result';
    throw rejected(
      where,
      'ERR_CONTRACT_MEANING_UNUSABLE',
      expected,
      `${titleOf(meaning)}, which is one of an argument`,
    );
  }
  if (result.kind === 'scalar' && meaning === undefined && isOut(args['result'])) {
    throw rejected(
      where,
      'ERR_CONTRACT_NAME_DUPLICATE',
      "another name for the argument 'result'",
      'a function that has a result beside it',
    );
  }
  for (const condition of about.requires ?? []) checkCondition(where, condition, args);
  if (about.thread === 'handle' && !isInstance && !Object.values(args).some((type) => handleOf(type) !== undefined)) {
    throw rejected(
      where,
      'ERR_CONTRACT_HANDLE_UNUSABLE',
      "an argument that is a pointer to an opaque struct with an end, because of thread: 'handle'",
      'none',
    );
  }
}

type Args = ContractFunction['args'];

/** Whether an argument receives one struct or number. */
export const isOut = (type: Args[string] | undefined): boolean =>
  type?.kind === 'pointer' && type.meaning?.kind === 'out';

/** The opaque struct of an argument that is a handle. */
export function handleOf(type: Args[string]): Opaque | undefined {
  return type.kind === 'pointer' && type.to.kind === 'opaque' && type.to.about.end !== undefined ? type.to : undefined;
}

function checkArray(where: string, name: string, meaning: ArrayMeaning, args: Args): void {
  const length = parseLength(meaning.length)?.name;
  const counter = length === undefined ? undefined : args[length];
  if (length !== undefined && (counter?.kind !== 'scalar' || !isInteger(counter))) {
    const integers = Object.entries(args).flatMap(([other, type]) =>
      type.kind === 'scalar' && isInteger(type) ? [other] : [],
    );
    throw rejected(
      where,
      'ERR_CONTRACT_LENGTH_UNUSABLE',
      `the length of ${name} to be ${integers.length === 0 ? 'a constant, because no argument is an integer' : `an integer argument: ${list(integers.map(quote), 'or')}`}`,
      counter === undefined ? quote(meaning.length) : `${quote(length)}, which is no integer`,
    );
  }
  for (const rule of ['mayBe', 'mayOverlap', 'apartFrom'] as const) {
    for (const other of meaning[rule] ?? []) {
      const of = Object.hasOwn(args, other) ? args[other] : undefined;
      if (of === undefined || !isArray(of) || other === name) {
        throw rejected(
          where,
          'ERR_CONTRACT_OVERLAP_UNUSABLE',
          `${rule} of ${name} to name another array`,
          quote(other),
        );
      }
      const own = args[name] as Pointer;
      if (rule === 'mayBe' && (of.meaning.length !== meaning.length || of.to !== own.to)) {
        throw rejected(
          where,
          'ERR_CONTRACT_OVERLAP_UNUSABLE',
          `mayBe of ${name} to name an array of the same type and length`,
          quote(other),
        );
      }
    }
  }
  for (const [first, second] of pairs(args)) {
    if (first !== name) continue;
    const rules = overlapRuleOf(args, first, second);
    if (rules.length < 2) continue;
    throw rejected(where, 'ERR_CONTRACT_OVERLAP_UNUSABLE', `one rule for ${first} and ${second}`, list(rules));
  }
}

function checkContext(where: string, name: string, of: string, args: Args): void {
  const type = Object.hasOwn(args, of) ? args[of] : undefined;
  const last = type?.kind === 'callback' ? Object.values(type.args).at(-1) : undefined;
  if (last?.kind === 'pointer' && last.to.kind === 'nothing') return;
  throw rejected(
    where,
    'ERR_CONTRACT_MEANING_UNUSABLE',
    `${name}, contextOf(...), to name a callback whose last argument is mutPtr(nothing)`,
    quote(of),
  );
}

function checkCondition(where: string, text: string, args: Args): void {
  const wrong = (expected: string) => rejected(where, 'ERR_CONTRACT_CONDITION_UNUSABLE', expected, quote(text));
  const condition = parseCondition(text);
  if (condition === undefined) throw wrong("requires: a list of conditions such as 'n >= 1' or 'low < high'");
  for (const side of [condition.left, condition.right]) {
    if (isNumber(side)) continue;
    const type = Object.hasOwn(args, side) ? args[side] : undefined;
    if (type?.kind !== 'scalar' || type.name === 'bool') {
      const numbers = Object.entries(args).flatMap(([name, { kind }]) => (kind === 'scalar' ? [name] : []));
      throw wrong(`a condition of arguments that are numbers${numbers.length === 0 ? '' : `: ${list(numbers, 'or')}`}`);
    }
  }
}

/** Checks that every handle has a function that ends it, on whichever thread the handle is collected. */
export function checkHandles(place: (name?: string) => string, { functions, types }: Contract): void {
  const byName = new Map(functions.map((fn) => [fn.name, fn]));
  for (const type of types) {
    if (type.kind !== 'opaque' || type.about.end === undefined) continue;
    const { name } = type;
    const { end } = type.about;
    const wrong = (expected: string, found: string) =>
      rejected(place(), 'ERR_CONTRACT_HANDLE_UNUSABLE', `${expected} as the end of opaque struct '${name}'`, found);
    const fn = byName.get(end);
    if (fn === undefined) throw wrong('a function of this contract', quote(end));
    const [argument, ...more] = Object.values(fn.args);
    const takesIt = argument?.kind === 'pointer' && argument.to === type && !argument.const && more.length === 0;
    if (!takesIt || fn.result.kind !== 'nothing')
      throw wrong(`fn(nothing, { ${name}: mutPtr(${name}) }, ...)`, `${end}, which has another type`);
    if (fn.about.retired !== undefined) throw wrong('a function that is not retired', `${end}, which is retired`);
    if (fn.about.thread !== 'any' && fn.about.thread !== 'handle') {
      throw wrong("a function with thread 'handle' or 'any'", `${end} with thread '${fn.about.thread}'`);
    }
  }
  for (const { name, result, args, about } of functions) {
    for (const type of [result, ...Object.values(args)]) {
      const end = type.kind === 'pointer' && type.to.kind === 'opaque' ? type.to.about.end : undefined;
      const since = (end === undefined ? undefined : byName.get(end))?.about.since ?? about.since;
      if (minorOf(since) <= minorOf(about.since)) continue;
      const expected = `a function that is not older than ${end}, which ends its handle`;
      throw rejected(place(name), 'ERR_CONTRACT_HANDLE_UNUSABLE', expected, `since ${about.since} before ${since}`);
    }
    if (result.kind !== 'pointer' || result.meaning?.kind !== 'owned') continue;
    const of = result.to as Opaque;
    if (of.about.end !== undefined) continue;
    throw rejected(
      place(name),
      'ERR_CONTRACT_HANDLE_UNUSABLE',
      `owned(${of.name}) of an opaque struct with a function that ends it`,
      'none',
      `Write opaque('${of.name}', { doc, end: '${of.name}_free' }).`,
    );
  }
}
