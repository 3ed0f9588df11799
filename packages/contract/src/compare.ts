import { type CapsuleError, capsuleError } from '@capsule/core';
import { compareFunction } from './compare-function.js';
import type { Contract } from './define-contract.js';
import { type AbiRecord, type FrozenVersion, freezeVersion, type Members } from './record.js';
import { parseVersion } from './validate.js';

/** Says what differs from a shipped version, and of what: a function, a struct, or the contract as a whole. */
export type Report = (what: string | undefined, code: string, expected: string, found: string, advice: string) => void;

/** The versions of a contract's major that were shipped, the oldest first. */
export function shippedOf(contract: Contract, record: AbiRecord): FrozenVersion[] {
  return record.versions.filter(({ version }) => parseVersion(version)?.major === contract.major);
}

/**
 * Compares a contract with every version that was shipped of its major. Shipped functions keep their place,
 * name, signature and promises; new ones come with a new minor.
 */
export function compareWithRecord(contract: Contract, record: AbiRecord): CapsuleError[] {
  const now = freezeVersion(contract);
  const shipped = shippedOf(contract, record);
  const latest = shipped.at(-1);
  if (latest === undefined) return [];
  const next = `${contract.major + 1}.0`;

  const errors = new Map<string | undefined, CapsuleError>();
  const report: Report = (what, code, expected, found, advice) => {
    // One mistake is told once, in the words of the version that shipped it first.
    if (errors.has(what)) return;
    const doing = what === undefined ? `Contract '${contract.name}'` : `Contract '${contract.name}', ${what}`;
    errors.set(what, capsuleError(RangeError, code, doing, { expected, found, advice }));
  };

  const minor = parseVersion(latest.version)?.minor ?? 0;
  if (contract.minor < minor) {
    report(
      undefined,
      'ERR_CONTRACT_VERSION_FROZEN',
      `version ${latest.version} or later, because that is frozen`,
      now.version,
      `Set the version to ${latest.version}.`,
    );
  }
  for (const version of shipped) {
    const structsAgree = compareStructs(version, now, next, report);
    compareFunctions(version, now, next, structsAgree, report);
  }
  for (const fn of now.functions.slice(latest.functions.length)) {
    const since = parseVersion(fn.since)?.minor ?? 0;
    if (since > minor) continue;
    const later = `${contract.major}.${minor + 1}`;
    report(
      fn.name,
      'ERR_CONTRACT_MINOR_MISSING',
      `since ${later} or later, because ${latest.version} is frozen without ${fn.name}`,
      `since ${fn.since}`,
      `Raise the contract to ${later} and write since: '${later}'.`,
    );
  }
  return [...errors.values()];
}

/** Fields keep name, type and place: callers have compiled all three. */
function compareStructs(shipped: FrozenVersion, now: FrozenVersion, next: string, report: Report): boolean {
  let agree = true;
  for (const [name, fields] of Object.entries(shipped.structs)) {
    const here = now.structs[name];
    if (here === undefined || listed(here) === listed(fields)) continue;
    agree = false;
    report(
      `struct ${name}`,
      'ERR_CONTRACT_STRUCT_CHANGED',
      `${listed(fields)}, as frozen in ${shipped.version}`,
      listed(here),
      `Leave ${name} as it was and append a function with another struct, or begin contract ${next}.`,
    );
  }
  return agree;
}

const listed = (members: Members) =>
  `{ ${Object.entries(members)
    .map(([name, type]) => `${name}: ${type}`)
    .join(', ')} }`;

function compareFunctions(
  shipped: FrozenVersion,
  now: FrozenVersion,
  next: string,
  structsAgree: boolean,
  report: Report,
): void {
  for (const [i, then] of shipped.functions.entries()) {
    const here = now.functions[i];
    const { name } = then;
    if (here?.name === name) {
      compareFunction(then, here, { version: shipped.version, next, structsAgree }, report);
      continue;
    }
    const elsewhere = now.functions.findIndex((fn) => fn.name === name);
    const mend = elsewhere < 0 ? `Put ${name} back` : `Move ${name} back`;
    report(
      name,
      elsewhere < 0 ? 'ERR_CONTRACT_FUNCTION_GONE' : 'ERR_CONTRACT_FUNCTION_MOVED',
      `it in place ${i + 1}, as frozen in ${shipped.version}`,
      elsewhere < 0 ? 'none of that name' : `it in place ${elsewhere + 1}`,
      `${mend}, or begin contract ${next}.`,
    );
  }
}
