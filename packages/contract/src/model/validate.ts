import { capsuleError, checkOptions } from '@capsule/core';
import { checkDoc, checkText } from './check-text.js';
import { checkPrototype } from './check-types.js';
import { type Contract, type ContractFunction, type Fn, threads } from './contract.js';
import { headMembers } from './layout.js';
import { checkName, choosePrefix, generatedNames } from './names.js';
import type { Named, Result } from './types.js';
import { isObject, list, quote } from './values.js';
import { minorOf, parseVersion } from './version.js';

const optionNames = ['doc', 'prefix', 'languages'];
const packageName = /^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*(\/[\w-][\w.-]*)*(:[A-Za-z_$][\w$]*)?$/;

/** The place of a mistake in messages: the contract, and the function in it. */
function place(contract: string, name?: string): string {
  return name === undefined ? `Contract '${contract}'` : `Contract '${contract}', ${name}`;
}

/** Makes a contract of its declaration, or throws the first mistake in it. */
export function validate(
  name: string,
  version: string,
  functions: Readonly<Record<string, Fn>>,
  options: object,
): Contract {
  // npm allows 214 characters.
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
  checkOptions(where, 'ERR_CONTRACT_OPTION_UNKNOWN', optionNames, options);
  // generate/languages.ts checks the languages.
  const { doc = '', prefix, languages = [] } = options as Partial<Contract>;
  checkText(where, 'doc', doc);
  const contract = {
    name,
    ...parsed,
    doc,
    prefix: choosePrefix(where, name, prefix),
    languages,
  };
  if (!isObject(functions) || Object.keys(functions).length === 0) {
    throw capsuleError(RangeError, 'ERR_CONTRACT_EMPTY', where, {
      expected: 'at least one function',
      found: isObject(functions) ? 'none' : quote(functions),
    });
  }
  const types = new Map<string, Named>();
  const entries = Object.entries(functions).map(([key, fn]) => {
    checkFunction(contract, key, fn);
    for (const type of [fn.result, ...Object.values(fn.args)]) collectTypes(place(name, key), type, types);
    return { name: key, ...fn };
  });
  checkOrder(name, entries);
  const named = [...types.values()];
  const whole = {
    ...contract,
    functions: entries,
    types: named,
    structs: named.filter((type) => type.kind === 'struct'),
  };
  checkTypeNames(whole);
  return whole;
}

function checkFunction(contract: { name: string; major: number; minor: number }, name: string, fn: Fn): void {
  const where = place(contract.name, name);
  checkName(where, 'a name', name, true);
  if (headMembers.includes(name)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', where, {
      expected: 'a unique name',
      found: `'${name}', which every table has`,
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
      expected: `thread: ${list(threads.map(quote), 'or')}`,
      found: quote(fn.about.thread),
    });
  }
  checkDoc(where, 'the function', fn.about.doc);
  checkPrototype(where, fn);
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

/** A function is retired by a later version than the one that added it. */
function checkRetired(contract: { major: number; minor: number }, where: string, about: Fn['about']): void {
  const { since, retired } = about;
  if (retired === undefined) return;
  const parsed = parseVersion(retired);
  const first = minorOf(since) + 1;
  const inMajor = parsed?.major === contract.major && parsed.minor >= first;
  if (inMajor && parsed.minor <= contract.minor) return;
  throw capsuleError(RangeError, 'ERR_CONTRACT_RETIRED_UNUSABLE', where, {
    expected: `retired: a version of ${contract.major}.x after '${since}', and no later than the contract itself`,
    found: quote(retired),
    ...(inMajor && { advice: `Raise the contract from ${contract.major}.${contract.minor} to ${retired}.` }),
  });
}

/** Collects named types, each after the types that it uses, as C declares them. */
function collectTypes(where: string, type: Result | Named, types: Map<string, Named>): void {
  if (type.kind === 'pointer') collectTypes(where, type.to, types);
  if (type.kind === 'scalar' || type.kind === 'nothing' || type.kind === 'pointer') return;
  for (const part of partsOf(type)) collectTypes(where, part, types);
  const known = types.get(type.name);
  if (known !== undefined && known !== type) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', where, {
      expected: `one type named '${type.name}'`,
      found: 'a second one',
      advice: 'Declare it once, as a constant, and use the constant everywhere.',
    });
  }
  types.set(type.name, type);
}

function partsOf(type: Named): Result[] {
  if (type.kind === 'opaque') return [];
  return type.kind === 'struct' ? Object.values(type.fields) : [type.result, ...Object.values(type.args)];
}

/** Rejects names that a declaration would use twice: in C++ an argument may not have the name of a type beside it. */
function checkTypeNames({ name, prefix, functions, types }: Contract): void {
  for (const fn of functions) {
    if (types.every((type) => type.kind !== 'callback' || type.name !== fn.name)) continue;
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', place(name, fn.name), {
      expected: 'a unique name',
      found: `'${fn.name}', which is also a callback: both would be ${prefix}_${fn.name}_fn`,
    });
  }
  const structs = types.filter((type) => type.kind !== 'callback');
  const defined = [...generatedNames, ...structs.map((type) => type.name)].map((type) => `${prefix}_${type}`);
  const inside = types.flatMap((type) => {
    if (type.kind === 'opaque') return [];
    return Object.keys(type.kind === 'struct' ? type.fields : type.args);
  });
  for (const fn of functions) {
    const found = [fn.name, ...Object.keys(fn.args), ...inside].find((each) => defined.includes(each));
    if (found === undefined) continue;
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', place(name, fn.name), {
      expected: 'names that the generated header does not define',
      found: `'${found}', which it defines`,
    });
  }
}

/** A table only grows at its end: older functions come first. */
function checkOrder(contract: string, functions: readonly ContractFunction[]): void {
  let latest = 0;
  for (const { name, about } of functions) {
    const minor = minorOf(about.since);
    if (minor < latest) {
      throw capsuleError(RangeError, 'ERR_CONTRACT_ORDER_WRONG', place(contract, name), {
        expected: 'newer functions after older ones',
        found: `since ${about.since} after a newer function`,
        advice: 'Append new functions at the end.',
      });
    }
    latest = minor;
  }
}
