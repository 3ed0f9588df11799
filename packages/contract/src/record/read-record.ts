import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { capsuleError } from '@capsule/core';
import type { Contract } from '../model/contract.js';
import { quote } from '../model/values.js';
import { compareVersions, parseVersion } from '../model/version.js';
import { displayPath, readText } from '../project/files.js';
import type { AbiRecord } from './record.js';

/** Reads the record of shipped versions, or an empty one if there is no file. Rejects a record of another contract. */
export function readRecord({ contract, recordFile }: { contract: Contract; recordFile: string }): AbiRecord {
  const { name, prefix } = contract;
  const text = readText(recordFile);
  if (text === undefined) {
    rejectOtherPrefix(contract, recordFile);
    return { contract: name, prefix, versions: [] };
  }
  const record = parseRecord(recordFile, text);
  if (record.contract !== name || record.prefix !== prefix) {
    throw capsuleError(Error, 'ERR_CONTRACT_RECORD_OTHER', displayPath(recordFile), {
      expected: `the record of '${name}' with the prefix '${prefix}'`,
      found: `that of ${quote(record.contract)} with the prefix ${quote(record.prefix)}`,
      advice: 'A shipped contract keeps both; another contract needs another prefix.',
    });
  }
  const versions = record.versions.toSorted((a, b) => compareVersions(a.version, b.version));
  return { ...record, versions };
}

/**
 * Rejects a changed prefix: it would start a new record, and shipped versions would no longer be compared. Another major
 * may have another prefix.
 */
function rejectOtherPrefix({ name, prefix, major }: Contract, recordFile: string): void {
  const folder = dirname(recordFile);
  for (const file of listRecords(folder)) {
    const other = parseRecord(join(folder, file), readText(join(folder, file)) ?? '');
    if (other.contract !== name || !majorsOf(other).includes(major)) continue;
    throw capsuleError(Error, 'ERR_CONTRACT_RECORD_OTHER', displayPath(join(folder, file)), {
      expected: `the prefix ${quote(other.prefix)}, with which '${name}' was shipped`,
      found: `'${prefix}'`,
      advice: `Write { prefix: ${quote(other.prefix)} } as the last argument of defineContract.`,
    });
  }
}

/** The majors of the versions in a record, without repetitions. */
export const majorsOf = ({ versions }: AbiRecord): number[] => [
  ...new Set(versions.map(({ version }) => parseVersion(version)?.major ?? 0)),
];

function listRecords(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.abi.json'));
  } catch {
    return [];
  }
}

/** The content of a record. Rejects text that is none. */
export function parseRecord(file: string, text: string): AbiRecord {
  let record: unknown;
  let problem: string | undefined;
  try {
    record = JSON.parse(text);
    problem = problemOf(record, basename(file, '.abi.json'));
  } catch {
    problem = 'text that is not JSON';
  }
  if (problem === undefined) return record as AbiRecord;
  throw capsuleError(Error, 'ERR_CONTRACT_RECORD_UNUSABLE', displayPath(file), {
    expected: 'a record as "capsule freeze" writes it',
    found: problem,
    advice: 'Restore it from version control: it is the only record of the shipped versions.',
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isMembers = (value: unknown) => isObject(value) && Object.values(value).every((type) => typeof type === 'string');

function problemOf(record: unknown, prefix: string): string | undefined {
  if (!isObject(record)) return quote(record);
  if (typeof record['contract'] !== 'string') return `${quote(record['contract'])} as contract`;
  if (record['prefix'] !== prefix) return `${quote(record['prefix'])} as prefix`;
  if (!Array.isArray(record['versions'])) return `${quote(record['versions'])} as versions`;
  const seen = new Set<unknown>();
  for (const entry of record['versions']) {
    const version: unknown = isObject(entry) ? entry['version'] : entry;
    if (!isObject(entry) || parseVersion(version) === undefined) return `${quote(version)} as a version`;
    if (seen.has(version)) return `version ${version} twice`;
    seen.add(version);
    const { kind, functions, structs, callbacks = {}, handles = {} } = entry;
    if (kind !== undefined && kind !== 'instance') return `${quote(kind)} as the kind of ${version}`;
    if (!Array.isArray(functions) || functions.length === 0) return `version ${version} without functions`;
    const wrong = functions.find((fn) => !isFunction(fn));
    if (wrong !== undefined) return `${quote(wrong?.name)} as a whole function of ${version}`;
    if (!isObject(structs) || !Object.values(structs).every(isMembers)) return `version ${version} without structs`;
    if (!isObject(callbacks) || !Object.values(callbacks).every(isCallback))
      return `version ${version} without callbacks`;
    if (!isMembers(handles)) return `version ${version} without handles`;
  }
  return undefined;
}

function isFunction(fn: unknown): boolean {
  const texts = ['name', 'signature', 'since', 'thread'];
  if (!isCallback(fn) || !texts.every((key) => typeof fn[key] === 'string')) return false;
  if (fn['meaning'] !== undefined && !isMeaning(fn['meaning'])) return false;
  return fn['retired'] === undefined || parseVersion(fn['retired']) !== undefined;
}

function isMeaning(meaning: unknown): boolean {
  if (!isObject(meaning)) return false;
  const { arguments: args = {}, overlap = {}, result = '', failures = {}, requires = [] } = meaning;
  const areTexts = Array.isArray(requires) && requires.every((text) => typeof text === 'string');
  return [args, overlap, failures].every(isMembers) && typeof result === 'string' && areTexts;
}

function isCallback(type: unknown): type is Record<string, unknown> {
  return isObject(type) && typeof type['result'] === 'string' && isMembers(type['arguments']);
}
