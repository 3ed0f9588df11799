import { type CapsuleError, capsuleError } from '@capsule/core';
import type { Contract } from './define-contract.js';
import { type AbiRecord, type FrozenFunction, type FrozenVersion, freezeVersion } from './record.js';
import { parseVersion } from './validate.js';

/** What differs from a shipped version, and in which function. */
export interface Difference {
  /** Undefined where it is the contract as a whole. */
  readonly name: string | undefined;
  readonly error: CapsuleError;
}

/** Threads a function may be called from, the most liberal first. */
const liberties = ['any', 'one', 'js'];

/**
 * Compares a contract with every version that was shipped of its major. Shipped functions keep their place,
 * name, signature and promises; new ones come with a new minor.
 */
export function compareWithRecord(contract: Contract, record: AbiRecord): Difference[] {
  const now = freezeVersion(contract);
  const shipped = record.versions.filter(({ version }) => parseVersion(version)?.major === contract.major);
  const latest = shipped.at(-1);
  if (latest === undefined) return [];
  const next = `${contract.major + 1}.0`;

  const differences = new Map<string | undefined, Difference>();
  const report = (name: string | undefined, code: string, expected: string, found: string, advice: string) => {
    // One mistake is told once, in the words of the version that shipped it first.
    if (differences.has(name)) return;
    const doing = name === undefined ? `Contract '${contract.name}'` : `Contract '${contract.name}', ${name}`;
    differences.set(name, { name, error: capsuleError(RangeError, code, doing, { expected, found, advice }) });
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
  for (const version of shipped) compareVersion(version, now, next, report);
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
  return [...differences.values()];
}

type Report = (name: string | undefined, code: string, expected: string, found: string, advice: string) => void;

function compareVersion(shipped: FrozenVersion, now: FrozenVersion, next: string, report: Report): void {
  shipped.functions.forEach((then, i) => {
    const here = now.functions[i];
    const { name } = then;
    if (here?.name !== name) {
      const elsewhere = now.functions.findIndex((fn) => fn.name === name);
      const found = elsewhere < 0 ? 'none of that name' : `it in place ${elsewhere + 1}`;
      const mend = elsewhere < 0 ? `Put ${name} back` : `Move ${name} back`;
      report(
        name,
        elsewhere < 0 ? 'ERR_CONTRACT_FUNCTION_GONE' : 'ERR_CONTRACT_FUNCTION_MOVED',
        `it in place ${i + 1}, as frozen in ${shipped.version}`,
        found,
        `${mend}, or begin contract ${next}.`,
      );
    } else {
      comparePromises(then, here, shipped.version, next, report);
    }
  });
}

function comparePromises(
  then: FrozenFunction,
  here: FrozenFunction,
  version: string,
  next: string,
  report: Report,
): void {
  const { name } = then;
  const leave = `Leave ${name} as it was and append a function with another name, or begin contract ${next}.`;
  const frozen = `as frozen in ${version}`;
  if (then.signature !== here.signature) {
    report(name, 'ERR_CONTRACT_SIGNATURE_CHANGED', `${then.signature}, ${frozen}`, here.signature, leave);
  } else if (losesConst(then.qualified, here.qualified)) {
    report(
      name,
      'ERR_CONTRACT_CONST_LOST',
      `${then.qualified}, ${frozen}`,
      here.qualified,
      `Callers may pass memory that cannot be written. ${leave}`,
    );
  } else if (liberties.indexOf(here.thread) > liberties.indexOf(then.thread)) {
    report(name, 'ERR_CONTRACT_THREAD_NARROWED', `thread '${then.thread}', ${frozen}`, `'${here.thread}'`, leave);
  } else if (then.since !== here.since) {
    report(
      name,
      'ERR_CONTRACT_SINCE_CHANGED',
      `since ${then.since}, ${frozen}`,
      `since ${here.since}`,
      `Write since: '${then.since}'.`,
    );
  }
}

/** Whether a pointer that was read only may be written now. The two differ in `const` at most. */
function losesConst(then: string, now: string): boolean {
  const before = then.split('*');
  const after = now.split('*');
  return before.some((part, i) => part.startsWith('const ') && after[i]?.startsWith('const ') !== true);
}
