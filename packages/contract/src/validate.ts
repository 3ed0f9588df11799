import { capsuleError } from '@capsule/core';
import { checkType } from './check-types.js';
import type { Contract, ContractFunction, ContractOptions, Fn } from './define-contract.js';
import { checkDoc, checkText, checkTexts } from './docs.js';
import { checkName, choosePrefix, generatedNames } from './names.js';
import { quote } from './quote.js';
import type { Struct } from './types.js';

/** Members that every table has before its functions. */
const head = ['size', 'variant'];
const threads: readonly unknown[] = ['any', 'one', 'js'];
const packageName = /^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*(\/[\w-][\w.-]*)*(:[A-Za-z_$][\w$]*)?$/;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Where a mistake is: the contract, and the function in it. */
function place(contract: string, name?: string): string {
  return name === undefined ? `Contract '${contract}'` : `Contract '${contract}', ${name}`;
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
  options: ContractOptions,
): Contract {
  // npm's longest name has 214 letters.
  if (typeof name !== 'string' || name.length > 214 || !packageName.test(name)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_UNUSABLE', 'defineContract(name)', {
      expected: "the name of a package, '@scope/package' or '@scope/package:export'",
      found: quote(name),
    });
  }
  const where = place(name);
  const parsed = parseVersion(version);
  if (parsed === undefined) {
    throw capsuleError(RangeError, 'ERR_CONTRACT_VERSION_UNUSABLE', where, {
      expected: "a version with a major and a minor, like '1.0'",
      found: quote(version),
    });
  }
  checkOptions(where, options);
  const { doc = '', prefix } = options;
  checkText(where, 'doc', doc);
  const contract = { name, ...parsed, doc, prefix: choosePrefix(where, name, prefix) };
  if (!isObject(functions) || Object.keys(functions).length === 0) {
    throw capsuleError(RangeError, 'ERR_CONTRACT_EMPTY', where, {
      expected: 'at least one function',
      found: isObject(functions) ? 'none' : quote(functions),
    });
  }
  const structs = new Map<string, Struct>();
  const list = Object.entries(functions).map(([key, fn]) => {
    checkFunction(contract, key, fn);
    for (const type of [fn.result, ...Object.values(fn.args)]) collectStructs(place(name, key), type, structs);
    return { name: key, ...fn };
  });
  checkOrder(name, list);
  const whole = { ...contract, functions: list, structs: [...structs.values()] };
  checkTypeNames(whole);
  return whole;
}

function checkOptions(where: string, options: unknown): void {
  const stray = isObject(options) ? Object.keys(options).find((key) => key !== 'doc' && key !== 'prefix') : undefined;
  if (isObject(options) && stray === undefined) return;
  throw capsuleError(TypeError, 'ERR_CONTRACT_OPTION_UNKNOWN', where, {
    expected: '{ doc, prefix } as the last argument',
    found: quote(stray ?? options),
  });
}

function checkFunction(contract: { name: string; major: number; minor: number }, name: string, fn: Fn): void {
  const where = place(contract.name, name);
  checkName(where, 'a name', name);
  if (head.includes(name)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', where, {
      expected: 'a name of its own',
      found: `'${name}', which every table has already`,
    });
  }
  if (!isObject(fn) || !isObject(fn.args) || !isObject(fn.about)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_FUNCTION_UNUSABLE', where, {
      expected: 'fn(result, arguments, { since, thread, doc })',
      found: quote(fn),
    });
  }
  checkSince(contract, where, fn.about.since);
  checkRetired(contract, where, fn.about);
  if (!threads.includes(fn.about.thread)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_THREAD_UNKNOWN', where, {
      expected: "thread: 'any', 'one' or 'js'",
      found: quote(fn.about.thread),
    });
  }
  checkDoc(where, 'what the function does', fn.about.doc);
  checkType(where, 'a result', fn.result, ['scalar', 'pointer', 'nothing']);
  for (const [argument, type] of Object.entries(fn.args)) {
    checkName(where, 'an argument', argument);
    checkType(where, argument, type, ['scalar', 'pointer']);
  }
  checkTexts(where, Object.keys(fn.args), fn.about.args);
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

/** A function is retired by a later version than the one it came with. */
function checkRetired(contract: { major: number; minor: number }, where: string, about: Fn['about']): void {
  const { since, retired } = about;
  if (retired === undefined) return;
  const parsed = parseVersion(retired);
  const first = (parseVersion(since)?.minor ?? 0) + 1;
  const inMajor = parsed?.major === contract.major && parsed.minor >= first;
  if (inMajor && parsed.minor <= contract.minor) return;
  throw capsuleError(RangeError, 'ERR_CONTRACT_RETIRED_UNUSABLE', where, {
    expected: `retired: a version of ${contract.major}.x after '${since}', and no later than the contract itself`,
    found: quote(retired),
    ...(inMajor && { advice: `Raise the contract from ${contract.major}.${contract.minor} to ${retired}.` }),
  });
}

/** Fields that point to structs come first, so that C knows each before it is used. */
function collectStructs(where: string, type: Fn['result'] | Struct, structs: Map<string, Struct>): void {
  if (type.kind === 'pointer') collectStructs(where, type.to, structs);
  if (type.kind !== 'struct') return;
  for (const field of Object.values(type.fields)) collectStructs(where, field, structs);
  const known = structs.get(type.name);
  if (known !== undefined && known !== type) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', where, {
      expected: `one struct named '${type.name}'`,
      found: 'another one of that name',
      advice: 'Declare it once, as a constant, and use that everywhere.',
    });
  }
  structs.set(type.name, type);
}

/** In C++ nothing in a declaration may have the name of a type of it. */
function checkTypeNames({ name, prefix, functions, structs }: Contract): void {
  const types = [...generatedNames, ...structs.map((type) => type.name)].map((type) => `${prefix}_${type}`);
  const fields = structs.flatMap((type) => Object.keys(type.fields));
  for (const fn of functions) {
    const found = [fn.name, ...Object.keys(fn.args), ...fields].find((each) => types.includes(each));
    if (found === undefined) continue;
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', place(name, fn.name), {
      expected: 'names that the generated header leaves free',
      found: `'${found}', which it defines`,
    });
  }
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
