import { capsuleError, checkOptions } from '@capsule/core';
import { checkInstance, checkKind, instanceNames } from './check-instance.js';
import { checkBinding } from './check-javascript.js';
import { checkHandles, checkMeanings } from './check-meanings.js';
import { checkDoc, checkLines, checkText } from './check-text.js';
import { TypeChecker } from './check-types.js';
import { type Contract, type ContractFunction, checkedFunctions, type Fn, threads } from './contract.js';
import { headMembers } from './layout.js';
import { MAX_ARGUMENTS, MAX_FUNCTIONS, tooLarge } from './limits.js';
import { checkName, choosePrefix, generatedNames } from './names.js';
import { signatureIn } from './signature.js';
import type { Named, Result } from './types.js';
import { isList, isObject, list, quote, shownName } from './values.js';
import { minorOf, parseVersion } from './version.js';

const optionNames = ['doc', 'prefix', 'languages', 'kind', 'target', 'addon', 'example'];
const contractName = /^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*(\/[\w-][\w.-]*)*(:[A-Za-z_$][\w$]*)?$/;

/** Whether a text is the name of a package whose contract has the same name. */
export const isPackageName = (name: string): boolean =>
  name.length <= 214 && contractName.test(name) && !name.includes(':');

/** The place of a mistake in messages: the contract, and the function in it. */
function place(contract: string, name?: unknown): string {
  return typeof name === 'string' ? `Contract '${contract}', ${shownName(name)}` : `Contract '${contract}'`;
}

type Functions = readonly (readonly [name: unknown, fn: unknown])[];

/**
 * Makes a contract from its declaration, or throws the first mistake in it. The contract shares no object with the
 * declaration, because the declaration may change later, or have getters.
 *
 * @param functions - names and functions, in the order of the table
 */
export function validate(name: unknown, version: unknown, functions: unknown, options: unknown): Contract {
  // npm allows 214 characters.
  if (typeof name !== 'string' || name.length > 214 || !contractName.test(name)) {
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
  const { kind, doc = '', prefix, languages = [], target, addon, example } = options as Partial<Contract>;
  const contract = {
    name,
    ...parsed,
    kind: checkKind(where, kind),
    doc: checkText(where, 'doc', doc),
    prefix: choosePrefix(where, name, prefix),
    ...(target !== undefined && { target: checkTarget({ name, ...parsed }, target) }),
    languages,
    ...checkAddon(where, addon),
    ...(example !== undefined && { example: checkLines(where, 'example', example) }),
  };
  if (!isList(functions) || functions.length === 0) {
    throw capsuleError(RangeError, 'ERR_CONTRACT_EMPTY', where, {
      expected: 'at least one function',
      found: isList(functions) ? 'none' : quote(functions),
    });
  }
  if (functions.length > MAX_FUNCTIONS) throw tooLarge(where, 'a contract with', `${MAX_FUNCTIONS} functions`);
  const checker = new TypeChecker();
  const types = new Map<string, Named>();
  const checked = new Map<string, ContractFunction>();
  for (const [key, declared] of functions as Functions) {
    const fn = checkFunction(contract, key, declared, checker);
    if (checked.has(fn.name)) {
      throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', place(name, fn.name), {
        expected: 'a unique name',
        found: `another ${fn.name}`,
      });
    }
    checked.set(fn.name, fn);
    for (const type of [fn.result, ...Object.values(fn.args)]) collectTypes(place(name, fn.name), type, types);
  }
  const entries = [...checked.values()];
  checkOrder(name, entries);
  const named = [...types.values()];
  const whole = {
    ...contract,
    functions: entries,
    types: named,
    structs: named.filter((type) => type.kind === 'struct'),
  };
  checkTypeNames(whole);
  checkHandles((fn) => place(name, fn), whole);
  checkInstance((fn) => place(name, fn), whole);
  return whole;
}

/** @returns a copy of the function */
function checkFunction(
  contract: Pick<Contract, 'name' | 'major' | 'minor' | 'kind'>,
  key: unknown,
  declared: unknown,
  checker: TypeChecker,
): ContractFunction {
  const where = place(contract.name, key);
  const { result, args, about } = (isObject(declared) ? declared : {}) as Partial<Record<keyof Fn, unknown>>;
  const name = isObject(declared) || typeof key === 'string' ? checkName(where, 'a name', key, true) : '';
  if (headMembers.includes(name)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', where, {
      expected: 'a unique name',
      found: `'${name}', which every table has`,
    });
  }
  if (!isObject(declared) || !isObject(args) || !isObject(about)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_FUNCTION_UNUSABLE', where, {
      expected: 'fn(result, arguments, { since, thread, doc })',
      found: quote(declared),
    });
  }
  const {
    since,
    retired,
    thread,
    doc,
    args: texts,
    requires,
    assumes,
    returns,
    javascript,
  } = about as Partial<Record<keyof Fn['about'], unknown>>;
  const versions = { since: checkSince(contract, where, since) };
  const retirement = retired === undefined ? {} : { retired: checkRetired(contract, where, versions.since, retired) };
  const rule = threads.find((each) => each === thread);
  if (rule === undefined) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_THREAD_UNKNOWN', where, {
      expected: `thread: ${list(threads.map(quote), 'or')}`,
      found: quote(thread),
    });
  }
  if (Object.keys(args).length > MAX_ARGUMENTS) throw tooLarge(where, 'a function with', `${MAX_ARGUMENTS} arguments`);
  const checkedDoc = checkDoc(where, 'the function', doc);
  const { texts: checkedTexts, ...types } = checker.checkPrototype(where, { result, args, texts });
  signatureIn(where, types);
  const fn = {
    name,
    ...types,
    about: {
      ...versions,
      ...retirement,
      thread: rule,
      doc: checkedDoc,
      ...(checkedTexts && { args: checkedTexts }),
      ...(returns !== undefined && { returns: checkText(where, 'returns', returns).trim() }),
      ...checkConditions(where, 'requires', requires),
      ...checkConditions(where, 'assumes', assumes),
      ...checkBinding(where, javascript, types),
    },
  };
  checkMeanings(where, fn, contract.kind === 'instance');
  return fn;
}

/** Checks the path of the module that has the native functions. */
function checkAddon(where: string, addon: unknown): { addon?: string } {
  if (addon === undefined) return {};
  if (typeof addon === 'string' && /^(?:[A-Za-z0-9_-]+\/)*[A-Za-z0-9_-]+\.c?js$/.test(addon)) return { addon };
  throw capsuleError(TypeError, 'ERR_CONTRACT_JAVASCRIPT_UNUSABLE', where, {
    expected: "addon: the path of a module in the package, like 'dist/native.js'",
    found: quote(addon),
  });
}

/** Checks that conditions are printable texts of one line. */
function checkConditions(where: string, name: 'requires' | 'assumes', conditions: unknown): object {
  if (conditions === undefined) return {};
  if (!isList(conditions)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_CONDITION_UNUSABLE', where, {
      expected: `${name}: a list of conditions`,
      found: quote(conditions),
    });
  }
  const texts = Array.from(conditions, (text) => checkText(where, `a condition of ${name}`, text).trim());
  return texts.length === 0 ? {} : { [name]: texts };
}

function checkSince(contract: { major: number; minor: number }, where: string, since: unknown): string {
  const parsed = parseVersion(since);
  if (parsed?.major === contract.major && parsed.minor <= contract.minor) return since as string;
  const latest = `${contract.major}.${contract.minor}`;
  throw capsuleError(RangeError, 'ERR_CONTRACT_SINCE_UNUSABLE', where, {
    expected: `since: a version from '${contract.major}.0' to '${latest}'`,
    found: quote(since),
    ...(parsed?.major === contract.major && { advice: `Raise the contract from ${latest} to ${since}.` }),
  });
}

/** Checks that consumers can need a version: one of the same major, up to the contract's own. */
function checkTarget({ name, major, minor }: { name: string; major: number; minor: number }, target: unknown): string {
  const parsed = parseVersion(target);
  if (parsed?.major === major && parsed.minor <= minor) return target as string;
  throw capsuleError(RangeError, 'ERR_CONTRACT_TARGET_UNUSABLE', place(name), {
    expected: `target: a version from '${major}.0' to '${major}.${minor}'`,
    found: quote(target),
  });
}

/** Checks that a later version retires a function than the one that added it. */
function checkRetired(
  contract: { major: number; minor: number },
  where: string,
  since: string,
  retired: unknown,
): string {
  const parsed = parseVersion(retired);
  const first = minorOf(since) + 1;
  const inMajor = parsed?.major === contract.major && parsed.minor >= first;
  if (inMajor && parsed.minor <= contract.minor) return retired as string;
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
  if (types.get(type.name) === type) return;
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

/** What the checks of thread rules call: an argument of such a name would hide it. */
const calledByChecks = ['capsule_call', 'capsule_call_begin', 'capsule_call_end', 'capsule_check_js'];

/** Rejects names that the header would use twice. In C++ an argument hides a type of its name. */
function checkTypeNames({ name, prefix, kind, functions, types }: Contract): void {
  const callbacks = new Set(types.filter((type) => type.kind === 'callback').map((type) => type.name));
  for (const fn of functions) {
    if (!callbacks.has(fn.name)) continue;
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', place(name, fn.name), {
      expected: 'a unique name',
      found: `'${fn.name}', which is also a callback: both would be ${prefix}_${fn.name}_fn`,
    });
  }
  const structs = types.filter((type) => type.kind !== 'callback');
  const checked = checkedFunctions({ kind, functions });
  const ofChecks = new Set(
    checked.length === 0 ? [] : ['checked', 'checks', ...checked.map((fn) => `checked_${fn.name}`)],
  );
  const taken = structs.find((type) => ofChecks.has(type.name));
  if (taken !== undefined) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', place(name), {
      expected: 'names that the generated header does not define',
      found: `the type '${taken.name}', which the checks of thread rules have`,
    });
  }
  const generated = [...generatedNames, ...(kind === 'instance' ? instanceNames : []), ...ofChecks];
  const defined = new Set([...generated, ...structs.map((type) => type.name)].map((type) => `${prefix}_${type}`));
  if (checked.length > 0) for (const each of calledByChecks) defined.add(each);
  const inside = types.flatMap((type) => {
    if (type.kind === 'opaque') return [];
    return Object.keys(type.kind === 'struct' ? type.fields : type.args);
  });
  const insideFound = inside.find((each) => defined.has(each));
  for (const fn of functions) {
    const found = [fn.name, ...Object.keys(fn.args)].find((each) => defined.has(each)) ?? insideFound;
    if (found === undefined) continue;
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', place(name, fn.name), {
      expected: 'names that the generated header does not define',
      found: `'${found}', which it defines`,
    });
  }
}

/** Checks that older functions come first: a table only grows at its end. */
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
