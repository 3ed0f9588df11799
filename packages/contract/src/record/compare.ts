import { type CapsuleError, capsuleError } from '@capsule/core';
import type { Contract } from '../model/contract.js';
import { list } from '../model/values.js';
import { minorOf, parseVersion } from '../model/version.js';
import { compareFunction, namesMoved, qualified } from './compare-function.js';
import { type AbiRecord, type FrozenFunction, type FrozenVersion, freezeVersion, type Members } from './record.js';
import type { Report } from './report.js';

/** A difference, with the shipped versions from which the contract differs in this way. */
interface Difference {
  /** Undefined for the contract as a whole. */
  readonly what: string | undefined;
  readonly code: string;
  readonly was: string;
  readonly is: string;
  readonly advice: string;
  readonly versions: string[];
}

/** The shipped versions of a contract's major, the oldest first. */
export function shippedOf(contract: Contract, record: AbiRecord): FrozenVersion[] {
  return record.versions.filter(({ version }) => parseVersion(version)?.major === contract.major);
}

/**
 * Compares a contract with every shipped version of its major, function by function. Shipped functions keep their
 * position, name, signature and thread rule; new functions need a new minor.
 *
 * @returns all differences
 */
export function compareWithRecord(contract: Contract, record: AbiRecord): CapsuleError[] {
  const now = freezeVersion(contract);
  const shipped = shippedOf(contract, record);
  const latest = shipped.at(-1);
  if (latest === undefined) return [];

  const indexes = new Map(now.functions.map(({ name }, i) => [name, i]));
  const differences = new Map<string, Difference>();
  for (const version of shipped) {
    compareVersion(version, { now, indexes, next: `${contract.major + 1}.0` }, (what, code, was, is, advice) => {
      const key = [what, code, was, is].join('\n');
      const known = differences.get(key);
      if (known === undefined) differences.set(key, { what, code, was, is, advice, versions: [version.version] });
      else known.versions.push(version.version);
    });
  }
  const frozen = [...differences.values()].map(({ what, code, was, is, advice, versions }) =>
    difference(contract, what, code, `${was}, as frozen in ${list(versions)}`, is, advice),
  );
  return [...compareMinor(contract, latest), ...frozen, ...compareAdditions(contract, now, latest)];
}

function difference(
  { name }: Contract,
  what: string | undefined,
  code: string,
  expected: string,
  found: string,
  advice: string,
): CapsuleError {
  const operation = what === undefined ? `Contract '${name}'` : `Contract '${name}', ${what}`;
  return capsuleError(RangeError, code, operation, { expected, found, advice });
}

function compareMinor(contract: Contract, latest: FrozenVersion): CapsuleError[] {
  if (contract.minor >= minorOf(latest.version)) return [];
  return [
    difference(
      contract,
      undefined,
      'ERR_CONTRACT_VERSION_FROZEN',
      `version ${latest.version} or later, because that is frozen`,
      `${contract.major}.${contract.minor}`,
      `Set the version to ${latest.version}.`,
    ),
  ];
}

/** Additions and retirements need a new minor. */
function compareAdditions(contract: Contract, now: FrozenVersion, latest: FrozenVersion): CapsuleError[] {
  const minor = minorOf(latest.version);
  const later = `${contract.major}.${minor + 1}`;
  const tooEarly = (fn: FrozenFunction, word: 'since' | 'retired', lack: string) =>
    difference(
      contract,
      fn.name,
      'ERR_CONTRACT_MINOR_MISSING',
      `${word} ${later} or later, because ${latest.version} is frozen ${lack}`,
      `${word} ${fn[word]}`,
      `Raise the contract to ${later} and write ${word}: '${later}'.`,
    );
  const appended = now.functions
    .slice(latest.functions.length)
    .filter(({ since }) => minorOf(since) <= minor)
    .map((fn) => tooEarly(fn, 'since', `without ${fn.name}`));
  const current = new Set(latest.functions.flatMap(({ name, retired: gone }) => (gone === undefined ? [name] : [])));
  const retired = now.functions
    .filter((fn) => fn.retired !== undefined && minorOf(fn.retired) <= minor && current.has(fn.name))
    .map((fn) => tooEarly(fn, 'retired', `with ${fn.name}`));
  return [...appended, ...retired];
}

/** The contract with which shipped versions are compared. */
interface Current {
  readonly now: FrozenVersion;
  /** The positions of the contract's functions by name. */
  readonly indexes: ReadonlyMap<string, number>;
  /** The next major version, in which everything may change. */
  readonly next: string;
}

function compareVersion(shipped: FrozenVersion, { now, indexes, next }: Current, report: Report): void {
  const structs = compareStructs(shipped, now, next, report);
  const callbacks = compareCallbacks(shipped, now, next, report);
  compareHandles(shipped, now, next, report);
  compareKinds(shipped, now, next, report);
  for (const [i, old] of shipped.functions.entries()) {
    const { name } = old;
    const index = indexes.get(name) ?? -1;
    const current = now.functions[index];
    if (current === undefined || index !== i) {
      report(
        name,
        current === undefined ? 'ERR_CONTRACT_FUNCTION_GONE' : 'ERR_CONTRACT_FUNCTION_MOVED',
        `position ${i + 1}`,
        current === undefined ? 'no function of that name' : `position ${index + 1}`,
        `${current === undefined ? `Restore ${name} and retire it` : `Move ${name} back`}, or start contract ${next}.`,
      );
    }
    if (current !== undefined) compareFunction(old, current, { next, typesAgree: structs && callbacks }, report);
  }
}

/** Compares the fields of a struct. They keep name, type and position, because these are compiled into callers. */
function compareStructs(shipped: FrozenVersion, now: FrozenVersion, next: string, report: Report): boolean {
  let agree = true;
  for (const [name, fields] of Object.entries(shipped.structs)) {
    const current = memberOf(now.structs, name);
    if (current === undefined || listed(current) === listed(fields)) continue;
    agree = false;
    report(
      `struct ${name}`,
      'ERR_CONTRACT_STRUCT_CHANGED',
      listed(fields),
      listed(current),
      `Leave ${name} unchanged and append a function with another struct, or start contract ${next}.`,
    );
  }
  return agree;
}

/** Compares callbacks. They keep types, each `const`, and the order of arguments, because callers implement them. */
function compareCallbacks(shipped: FrozenVersion, now: FrozenVersion, next: string, report: Report): boolean {
  let agree = true;
  for (const [name, old] of Object.entries(shipped.callbacks ?? {})) {
    const current = memberOf(now.callbacks, name);
    if (current === undefined || (qualified(current) === qualified(old) && !namesMoved(old, current))) continue;
    agree = false;
    report(
      `callback ${name}`,
      'ERR_CONTRACT_CALLBACK_CHANGED',
      `${listed(old.arguments)} => ${old.result}`,
      `${listed(current.arguments)} => ${current.result}`,
      `Leave ${name} unchanged and append a function with another callback, or start contract ${next}.`,
    );
  }
  return agree;
}

/** Compares the functions that end handles: callers in C call them by name. */
function compareHandles(shipped: FrozenVersion, now: FrozenVersion, next: string, report: Report): void {
  for (const [name, end] of Object.entries(shipped.handles ?? {})) {
    const current = memberOf(now.handles, name);
    if (current === end) continue;
    const found = current === undefined ? 'none' : `'${current}'`;
    const advice = `Write end: '${end}', or start contract ${next}.`;
    report(`opaque ${name}`, 'ERR_CONTRACT_MEANING_CHANGED', `the end '${end}'`, found, advice);
  }
}

/** Compares what capsules hold: a consumer of tables cannot open an instance. */
function compareKinds(shipped: FrozenVersion, now: FrozenVersion, next: string, report: Report): void {
  const [was, is] = [shipped.kind ?? 'table', now.kind ?? 'table'];
  if (was === is) return;
  const advice = `Write kind: '${was}', or start contract ${next}.`;
  report(undefined, 'ERR_CONTRACT_KIND_CHANGED', `kind '${was}'`, `'${is}'`, advice);
}

/** An own member by its name. Members that every object inherits, such as `constructor`, do not count. */
const memberOf = <T>(members: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;

const listed = (members: Members) =>
  `{ ${Object.entries(members)
    .map(([name, type]) => `${name}: ${type}`)
    .join(', ')} }`;
