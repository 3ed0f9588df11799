import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { capsuleError } from '@capsule/core';
import { generateFiles } from '../generate/languages.js';
import type { Contract } from '../model/contract.js';
import { quote } from '../model/values.js';
import { compareWithRecord } from '../record/compare.js';
import { readRecord } from '../record/read-record.js';
import type { ComparedProject, Project } from './contract-project.js';
import { displayPath, readPackage, readText } from './files.js';
import { loadContract } from './load-contract.js';
import { goneMajor, rejectConflict } from './majors.js';
import { ContractSource } from './source.js';

/** The contract files among paths: a folder stands for every *.contract.ts in it. */
function findContracts(paths: readonly string[]): string[] {
  const files = (paths.length === 0 ? ['.'] : paths).flatMap((path) => {
    const full = resolve(path);
    if (!existsSync(full) || !statSync(full).isDirectory()) return [full];
    return readdirSync(full)
      .filter((name) => /\.contract\.[cm]?[jt]s$/.test(name))
      .map((name) => join(full, name));
  });
  const missing = files.find((file) => !existsSync(file));
  if (files.length > 0 && missing === undefined) return [...new Set(files)];
  throw capsuleError(Error, 'ERR_CONTRACT_FILE_MISSING', 'Looking for contracts', {
    expected: missing === undefined ? `a file *.contract.ts in ${resolve(paths[0] ?? '.')}` : `the file ${missing}`,
    found: 'none',
  });
}

/** Loads all contracts among paths. Messages begin with file and line. */
export async function loadProjects(paths: readonly string[]): Promise<Project[]> {
  const projects: Project[] = [];
  for (const file of findContracts(paths)) {
    const project = await loadProject(file);
    for (const other of projects) if (dirname(other.source.file) === dirname(file)) rejectConflict(project, other);
    projects.push(project);
  }
  return projects;
}

/** Reads the record of a contract, and compares the contract with it. */
export function compareProject(project: Project): ComparedProject {
  const record = readRecord(project);
  const differences = compareWithRecord(project.contract, record).map((error) => project.source.place(error));
  return { ...project, record, differences };
}

/**
 * Finds records that belong to no contract in their folder, because the contract was renamed, or the contract of their
 * major was removed.
 */
export function strayRecords(projects: readonly Project[]): Error[] {
  return [...new Set(projects.map(({ source }) => dirname(source.file)))].flatMap((folder) => {
    const here = projects.filter(({ source }) => dirname(source.file) === folder);
    const records = join(folder, 'abi');
    // A folder with more contracts than were loaded cannot be checked.
    if (findContracts([folder]).length > here.length || !existsSync(records)) return [];
    return readdirSync(records)
      .map((name) => join(records, name))
      .filter((file) => file.endsWith('.abi.json') && !here.some(({ recordFile }) => recordFile === file))
      .flatMap((file) => {
        const same = here.filter(({ contract }) => readText(file)?.includes(`"contract": "${contract.name}"`));
        return same.length === 0 ? strayRecord(file, folder, here) : (goneMajor(file, same) ?? []);
      });
  });
}

function strayRecord(file: string, folder: string, here: readonly Project[]): Error {
  return capsuleError(Error, 'ERR_CONTRACT_RECORD_STRAY', displayPath(file), {
    expected: `a contract with the prefix '${basename(file, '.abi.json')}' in ${displayPath(folder)}`,
    found: here.map(({ contract }) => `'${contract.prefix}'`).join(', '),
    advice:
      'A shipped contract keeps its name and prefix: undo the renaming. Delete the record if it was never shipped.',
  });
}

async function loadProject(file: string): Promise<Project> {
  const source = new ContractSource(file);
  source.rejectDuplicates();
  const packageJson = readPackage(dirname(file)); // first: if it is a pipe, Node would block when it reads it
  const contract = await loadContract(source);
  checkPackageName(contract, source, packageJson?.['name']);
  const { prefix } = contract;
  const folder = dirname(file);
  return {
    contract,
    source,
    generated: generateFiles(contract, basename(file)).map(({ path, text }) => ({ file: join(folder, path), text })),
    recordFile: join(folder, 'abi', `${prefix}.abi.json`),
  };
}

/** Rejects a contract that is not named after the package in whose folder it lies. */
function checkPackageName({ name }: Contract, source: ContractSource, packageName: unknown): void {
  if (typeof packageName !== 'string' || packageName === /^(@[^/]+\/)?[^/:]+/.exec(name)?.[0]) return;
  throw source.place(
    capsuleError(TypeError, 'ERR_CONTRACT_NAME_UNUSABLE', `Contract '${name}'`, {
      expected: `the name of its package, ${quote(packageName)}`,
      found: `'${name}'`,
      advice: 'Consumers import the package by the name of the contract.',
    }),
  );
}

/** Finds generated files that are missing or differ from the contract. */
export function staleFiles({ generated, source }: Project): Error[] {
  return generated.flatMap(({ file, text }) => {
    const lines = readText(file)?.split('\n');
    const expected = text.split('\n');
    const different = expected.findIndex((line, i) => line !== lines?.[i]);
    if (lines !== undefined && different < 0 && lines.length === expected.length) return [];
    const line = different < 0 ? expected.length : different + 1;
    return capsuleError(Error, 'ERR_CONTRACT_FILE_STALE', displayPath(file), {
      expected: `the text that ${displayPath(source.file)} generates`,
      found: lines === undefined ? 'no file' : `other text in line ${line}`,
      advice: 'Run "npx -p @capsule/contract capsule generate".',
    });
  });
}
