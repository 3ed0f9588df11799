import { capsuleError, isCapsuleError } from '@capsule/core';

import validate = require('validate-npm-package-name');

import { checkName, choosePrefix } from '../model/names.js';
import { quote } from '../model/values.js';
import { rejectOption } from './options.js';

/** The names of a new package. */
export interface PackageName {
  /** The name in package.json: `@acme/fast-math`. */
  readonly name: string;
  /** The last part of the name, which is also the name of its folder: `fast-math`. */
  readonly base: string;
  /** The prefix of its names in C, and the name of its addon: `fast_math`. */
  readonly prefix: string;
}

/** Targets that CMake or its generators define; an addon is a target, too. */
const targets = new Set(['all', 'clean', 'help', 'install', 'package', 'rebuild_cache', 'test']);
/** Names of crates that the compiler of Rust has, and keywords of Rust that are no keywords of C++. */
const crates = new Set(
  `abstract alloc as async await become box core crate dyn final fn gen impl in let loop macro match mod move mut
  override priv proc_macro pub ref self std super trait type unsafe unsized use where yield`.split(/\s+/),
);

/** Files that Windows does not allow, with any extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/;

const usable = 'a name whose last part is also usable in C, CMake and as a folder on Windows';
const advice = 'Begin it with a letter, and use no keyword or reserved name.';

/**
 * Splits and checks the name of a new package: npm, C, CMake and Windows must accept it.
 *
 * @param text - `name` or `@scope/name`
 * @param scope - the scope for a name without one
 */
export function parseName(text: string, scope: string | undefined, isRust: boolean): PackageName {
  const [, given, base = ''] = /^(@[^/]*)\/(.*)$/s.exec(text) ?? ['', undefined, text];
  if (given !== undefined && scope !== undefined && given !== scope)
    throw rejectOption(`the scope ${scope} of --scope`, `the name ${quote(text)}`, 'Leave out one of the two scopes.');
  const found = given ?? scope;
  const name = found === undefined ? base : `${found}/${base}`;
  if (/[\\/]/.test(base))
    throw unusable(text, 'the name of a package, not a path', 'Name its parent folder with --folder.');
  const { validForNewPackages, errors = [], warnings = [] } = validate(name);
  const problem = validate(base).errors?.[0] ?? errors[0] ?? warnings[0]; // a folder has the name without its scope
  if (problem !== undefined || !validForNewPackages)
    throw unusable(name, 'a name that npm accepts', `npm: ${problem}.`);
  if (reserved.test(base)) throw unusable(name, usable, advice);
  return { name, base, prefix: prefixOf(name, isRust) };
}

/** The prefix in C. The same names are unusable for a consumer, whose addon is named by it. */
function prefixOf(name: string, isRust: boolean): string {
  try {
    const prefix = checkName('', 'a prefix', choosePrefix('', name, undefined));
    if (!targets.has(prefix) && !(isRust && crates.has(prefix))) return prefix;
  } catch (error) {
    if (!isCapsuleError(error)) throw error;
  }
  throw unusable(name, usable, advice);
}

/** Checks the value of --scope: `@acme`. */
export function checkScope(scope: string): string {
  const full = scope.startsWith('@') ? scope : `@${scope}`;
  if (/^@[^/]+$/.test(full) && validate(`${full}/name`).validForNewPackages) return full;
  throw rejectOption(
    'a scope of npm for --scope, like @yours',
    quote(scope),
    'Use lower-case letters, digits and hyphens.',
  );
}

function unusable(name: string, expected: string, howTo: string): Error {
  const found = quote(name);
  return capsuleError(TypeError, 'ERR_CONTRACT_PACKAGE_NAME_UNUSABLE', 'Creating a package', {
    expected,
    found,
    advice: howTo,
  });
}
