import { dirname } from 'node:path';
import { capsuleError } from '@capsule/core';
import { list, shownName } from '../model/values.js';
import { compareVersions } from '../model/version.js';
import { shippedOf } from '../record/compare.js';
import { majorsOf, parseRecord } from '../record/read-record.js';
import type { ComparedProject, Project } from './contract-project.js';
import { displayPath, readText } from './files.js';

// A package may offer several majors of one contract. Each has a file and a prefix of its own, so that one addon, and
// one file in C, can use all of them.

/** Rejects a contract that cannot be in one folder with another: its files or its names in C would be the same. */
export function rejectConflict(project: Project, other: Project): void {
  const { contract, source } = project;
  const otherFile = displayPath(other.source.file);
  const isSameName = contract.name === other.contract.name;
  if (isSameName && contract.major === other.contract.major) {
    throw capsuleError(Error, 'ERR_CONTRACT_MAJOR_DUPLICATE', displayPath(source.file), {
      expected: `one contract ${contract.major}.x of the name '${contract.name}'`,
      found: `another one in ${otherFile}`,
      advice: 'Merge the two, or begin another major in one of them.',
    });
  }
  const newer = isSameName && contract.major < other.contract.major ? other.contract : contract;
  const suggested = isSameName ? `${newer.prefix}_v${newer.major}` : '...';
  if (contract.prefix === other.contract.prefix) {
    throw capsuleError(Error, 'ERR_CONTRACT_PREFIX_DUPLICATE', displayPath(source.file), {
      expected: 'a unique prefix, which the generated files have in their names',
      found: `'${contract.prefix}', as in ${otherFile}`,
      advice: isSameName
        ? `Write { prefix: '${suggested}' } as the last argument of defineContract ${newer.major}.x.`
        : "Write { prefix: '...' } as the last argument of defineContract.",
    });
  }
  const same = isSameName ? sharedName(project, other) : undefined;
  if (same === undefined) return;
  throw capsuleError(Error, 'ERR_CONTRACT_NAME_DUPLICATE', displayPath(source.file), {
    expected: `names in C that differ from those of ${otherFile}`,
    found: `${shownName(same)} in both`,
    advice: 'Choose another prefix for the major that was not shipped yet.',
  });
}

/**
 * The error for a record of majors that no contract declares any more. The record of a major that another one replaced,
 * in the same file and with the same prefix, has contracts: droppedMajors lists those.
 *
 * @param contracts - those of the record's name
 */
export function goneMajor(file: string, contracts: readonly Project[]): Error | undefined {
  const declared = new Set(contracts.map(({ contract }) => contract.major));
  const gone = majorsOf(parseRecord(file, readText(file) ?? '')).filter((major) => !declared.has(major));
  if (gone.length === 0) return undefined;
  const majors = list(gone.map((major) => `${major}.x`));
  return capsuleError(Error, 'ERR_CONTRACT_MAJOR_GONE', displayPath(file), {
    expected: `a contract ${majors} of the name '${contracts[0]?.contract.name}', which was shipped`,
    found: list([...declared].map((major) => `${major}.x`)),
    advice: `Restore its file. To stop offering ${majors}, which breaks every consumer that was compiled for it, delete this record, and release a new major version of the package.`,
  });
}

/** What users of a package should know about its contracts, although nothing is wrong: sentences. */
export function notes(project: ComparedProject, projects: readonly Project[]): string[] {
  return [
    ...droppedMajors(project, projects).map(
      (major) =>
        `${major}.x was shipped, and no contract of the folder declares it: consumers that were compiled for it reject this package. Release a new major version of the package, or restore ${major}.x in a contract file of its own.`,
    ),
    ...lateTarget(project),
  ];
}

/** Whether consumers that are built with the headers of today need more than shipped versions offer. */
function lateTarget({ contract, record }: ComparedProject): string[] {
  const { target } = contract;
  if (target === undefined) return [];
  const older = shippedOf(contract, record).filter(({ version }) => compareVersions(version, target) < 0);
  if (older.length === 0) return [];
  const shipped = list(older.map(({ version }) => version));
  return [
    `the target is ${target}: consumers that are built with these headers reject producers of ${shipped}, which ${older.length === 1 ? 'was' : 'were'} shipped.`,
  ];
}

/** The shipped majors of a contract's record that no contract of its name in the folder declares. */
function droppedMajors({ contract, source, record }: ComparedProject, projects: readonly Project[]): number[] {
  const folder = dirname(source.file);
  const declared = projects
    .filter((other) => other.contract.name === contract.name && dirname(other.source.file) === folder)
    .map((other) => other.contract.major);
  return majorsOf(record).filter((major) => !declared.includes(major));
}

/** A name that the C headers of both contracts define, such as `math_v2_api`, if a prefix continues the other one. */
function sharedName(project: Project, other: Project): string | undefined {
  const [short, long] = [project, other].sort((a, b) => a.contract.prefix.length - b.contract.prefix.length);
  if (short === undefined || long === undefined) return undefined;
  const { prefix } = long.contract;
  if (!prefix.startsWith(`${short.contract.prefix}_`)) return undefined;
  const names = namesIn(long, prefix);
  return [...namesIn(short, prefix)].find((name) => names.has(name));
}

/** The names in the generated headers, without their comments, that begin with a prefix, also in capitals. */
function namesIn({ generated }: Project, prefix: string): Set<string> {
  const headers = generated.filter(({ file }) => /\.h(pp)?$/.test(file)).map(({ text }) => text);
  const code = headers.join('\n').replace(/\/\*[\s\S]*?\*\//g, '');
  return new Set(code.match(new RegExp(`\\b(?:${prefix}|${prefix.toUpperCase()})_\\w+`, 'g')));
}
