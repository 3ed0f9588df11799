import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { capsuleError, isCapsuleError } from '@capsule/core';
import { createJiti } from 'jiti';
import type { Contract } from './define-contract.js';
import { header } from './generate/header.js';
import { nodeHeader } from './generate/node-header.js';
import type { AbiRecord } from './record.js';
import { prefixOf } from './signature.js';
import { ContractSource, shown } from './source.js';

/** A contract, the file it is declared in, and the files that belong to it. */
export interface Project {
  readonly contract: Contract;
  readonly source: ContractSource;
  /** What is generated: path and text. */
  readonly generated: readonly { readonly file: string; readonly text: string }[];
  /** Path of the ABI record. */
  readonly recordFile: string;
}

/** The contract files among paths: a folder stands for every *.contract.ts in it. */
export function findContracts(paths: readonly string[]): string[] {
  const files = (paths.length === 0 ? ['.'] : paths).flatMap((path) => {
    const full = resolve(path);
    if (!existsSync(full) || !statSync(full).isDirectory()) return [full];
    return readdirSync(full)
      .filter((name) => /\.contract\.[cm]?[jt]s$/.test(name))
      .map((name) => join(full, name));
  });
  const missing = files.find((file) => !existsSync(file));
  if (files.length > 0 && missing === undefined) return files;
  throw capsuleError(Error, 'ERR_CONTRACT_FILE_MISSING', 'Looking for contracts', {
    expected: missing === undefined ? `a file *.contract.ts in ${resolve(paths[0] ?? '.')}` : `the file ${missing}`,
    found: 'none',
  });
}

/** Loads a contract. What is wrong with it is told with its file and line. */
export async function loadProject(file: string): Promise<Project> {
  const source = new ContractSource(file);
  source.refuseDuplicates();
  const contract = await loadContract(source);
  const folder = dirname(file);
  const prefix = prefixOf(contract.name);
  const include = join(folder, 'include', prefix);
  return {
    contract,
    source,
    generated: [
      { file: join(include, `${prefix}.h`), text: header(contract, basename(file)) },
      { file: join(include, `${prefix}_node.h`), text: nodeHeader(contract, basename(file)) },
    ],
    recordFile: join(folder, 'abi', `${prefix}.abi.json`),
  };
}

async function loadContract(source: ContractSource): Promise<Contract> {
  const jiti = createJiti(source.file, { fsCache: false, moduleCache: false, interopDefault: false });
  let contract: unknown;
  try {
    contract = (await jiti.import<{ default?: unknown }>(source.file)).default;
  } catch (error) {
    throw isCapsuleError(error) ? inFile(error, source) : error;
  }
  if (typeof contract === 'object' && contract !== null && 'functions' in contract) return contract as Contract;
  throw capsuleError(TypeError, 'ERR_CONTRACT_EXPORT_MISSING', shown(source.file), {
    expected: 'export default defineContract(...)',
    found: contract === undefined ? 'no default export' : 'another default export',
  });
}

/** Puts file and line where a message says `Contract '...', dot`. */
export function inFile<E extends Error>(error: E, source: ContractSource): E {
  error.message = error.message.replace(/^Contract '[^']*'(?:, (\w+))?/, (_, name?: string) => {
    const line = name === undefined ? undefined : source.lineOf(name);
    return `${shown(source.file)}${line === undefined ? '' : `:${line}`}${name === undefined ? '' : `, ${name}`}`;
  });
  return error;
}

/** The record of what was shipped; an empty one where nothing was. */
export function readRecord({ recordFile, contract }: Project): AbiRecord {
  if (!existsSync(recordFile)) return { contract: contract.name, versions: [] };
  return JSON.parse(readFileSync(recordFile, 'utf8'));
}
