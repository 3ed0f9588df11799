import { type CapsuleError, capsuleError } from '@capsule/core';
import { list } from '../model/values.js';
import type { DoctorContract, DoctorFunction } from './contracts.js';

/** The package in a capsule's name: `@acme/math` of `@acme/math/fast:part`. */
export function packageName(address: string): string {
  const path = address.slice(0, address.includes(':') ? address.lastIndexOf(':') : undefined);
  return path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
}

/**
 * Compares a consumer's contract with a producer's, by the rules and with the messages of capsule/detail/contract.h.
 * Retired functions are the exception: only loading would show which of them are NULL in the table. A test runs both
 * implementations on the same contracts.
 *
 * @returns the error that opening would throw, if any
 */
export function compareContracts(needed: DoctorContract, offered: DoctorContract): CapsuleError | undefined {
  return compareVersions(needed, offered) ?? compareSignatures(needed, offered);
}

/**
 * Compares a consumer's contract with those that a package offers of its major, or, if it offers none, of all majors.
 * The message for several is that of capsule/detail/import_table.h.
 *
 * @returns the errors that importing would throw
 */
export function compareMajors(needed: DoctorContract, offers: readonly DoctorContract[]): CapsuleError[] {
  const { name, major } = needed;
  const majors = new Map(offers.toSorted((a, b) => a.major - b.major).map((each) => [each.major, each]));
  if (majors.size < 2) return offers.flatMap((offered) => compareContracts(needed, offered) ?? []);
  const at = packageName(name);
  const found = [...majors.values()].slice(-8).map(versionOf);
  const isOlder = major > Math.max(...majors.keys());
  return [
    capsuleError(RangeError, 'ERR_CAPSULE_VERSION_MISMATCH', `Importing '${name}'`, {
      expected: `contract ${major}.x`,
      found: list(found),
      advice: `${isOlder ? `Update ${at} to a version` : `Install a version of ${at}`} with contract ${major}.x, or compile the consumer for contract ${list(found, 'or')}.`,
    }),
  ];
}

/** The functions that a consumer calls without a check: all up to its minor, if its header does not retire them. */
function needs({ minor, functions }: Pick<DoctorContract, 'minor' | 'functions'>): readonly DoctorFunction[] {
  return functions.filter(({ since, retired }) => since <= minor && !retired);
}

/** The number of entries that are read to compare another major: `most` in capsule_list_changes. */
const MAX_READ = 1_000_000;

/**
 * The needed functions that a contract of another major does not have with the same signature, at any index. As in
 * capsule_list_changes, the search for a function begins where the previous search ended, so that both find the same
 * one of several functions with the same name.
 */
function changesOf(needed: DoctorContract, { functions }: DoctorContract): { lacks: DoctorFunction[]; isCut: boolean } {
  const lacks: DoctorFunction[] = [];
  let [next, read, i] = [0, 0, 0];
  for (; i < needed.functions.length && read < MAX_READ; i++) {
    const mine = needed.functions[i] as DoctorFunction;
    if (mine.since > needed.minor || mine.retired) continue;
    let isUnchanged = false;
    for (let k = 0; k < functions.length; k++) {
      const index = (next + k) % functions.length;
      read++;
      if (functions[index]?.name !== mine.name) continue;
      next = index + 1;
      isUnchanged = functions[index]?.signature === mine.signature;
      break;
    }
    if (!isUnchanged) lacks.push(mine);
  }
  return { lacks, isCut: i < needed.functions.length };
}

function compareVersions(needed: DoctorContract, offered: DoctorContract): CapsuleError | undefined {
  const { name, major, minor } = needed;
  const at = name.slice(0, name.includes(':') ? name.indexOf(':') : undefined);
  if (offered.major !== major) {
    const { lacks, isCut } = changesOf(needed, offered);
    const others = isCut ? ', among others' : '';
    return capsuleError(RangeError, 'ERR_CAPSULE_VERSION_MISMATCH', opening(name), {
      expected: `contract ${major}.x`,
      found: `${versionOf(offered)}${lacks.length === 0 ? '' : `, which lacks or changes ${listOf(lacks)}${others}`}`,
      advice: `Use ${at} ${major}.x, or compile the consumer for contract ${versionOf(offered)}.`,
    });
  }
  const missing = needs({ minor, functions: needed.functions.slice(offered.functions.length) });
  if (missing.length === 0 && offered.minor >= minor) return undefined;
  return capsuleError(RangeError, 'ERR_CAPSULE_VERSION_MISMATCH', opening(name), {
    expected: `contract ${versionOf(needed)} or later${missing.length === 0 ? '' : ` (for ${listOf(missing)})`}`,
    found: versionOf(offered),
    advice: `Update ${at} to ${versionOf(needed)} or later.`,
  });
}

function compareSignatures(needed: DoctorContract, offered: DoctorContract): CapsuleError | undefined {
  const changed = needed.functions.flatMap((mine, i) => {
    const theirs = offered.functions[i];
    const same = theirs === undefined || (theirs.name === mine.name && theirs.signature === mine.signature);
    return same ? [] : [{ mine, theirs }];
  });
  const [first, ...more] = changed;
  if (first === undefined) return undefined;
  const also = more.length === 0 ? '' : `Also changed: ${listOf(more.map(({ mine }) => mine))}. `;
  return capsuleError(TypeError, 'ERR_CAPSULE_SIGNATURE_MISMATCH', opening(needed.name), {
    expected: `${first.mine.name} to be ${first.mine.signature}`,
    found: `${first.theirs.name} ${first.theirs.signature}`,
    advice: `${also}Build both addons with the same header of contract ${versionOf(offered)}.`,
  });
}

export const opening = (name: string): string => `Opening '${name}'`;
export const versionOf = ({ major, minor }: DoctorContract): string => `${major}.${minor}`;

/** Up to eight names, and the number of the others. */
function listOf(functions: readonly DoctorFunction[]): string {
  const more = functions.length > 8 ? ` and ${functions.length - 8} more` : '';
  return `${functions
    .slice(0, 8)
    .map(({ name }) => name)
    .join(', ')}${more}`;
}
