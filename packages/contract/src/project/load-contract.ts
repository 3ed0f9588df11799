import { capsuleError, isCapsuleError } from '@capsule/core';
import { createJiti } from 'jiti';
import { contractOf } from '../define-contract.js';
import type { Contract, ContractFunction } from '../model/contract.js';
import { MAX_FUNCTIONS } from '../model/limits.js';
import { printError, watchForeignCode } from '../terminal.js';
import { describeThrown, stackOf } from '../thrown.js';
import { displayPath } from './files.js';
import type { ContractSource } from './source.js';

/** Milliseconds after which a file that is still loading is reported. It may be waiting for a network. */
const NOTICE = 10_000;

/** Loads a contract file and validates its default export. */
export async function loadContract(source: ContractSource): Promise<Contract> {
  const jiti = createJiti(source.file, { fsCache: false, moduleCache: false, interopDefault: false });
  const stopWatching = watchForeignCode({
    ended: unfinished(source.file, 'ended the process, or waits for what never happens'),
    threw: (cause) => thrown(cause, source.file),
  });
  const late = unfinished(source.file, `has not loaded after ${NOTICE / 1000} s`);
  const notice = setTimeout(() => printError(late), NOTICE).unref();
  let contract: unknown;
  try {
    contract = (await jiti.import<{ default?: unknown }>(source.file)).default;
    if (isContract(contract)) return validateAgain(contract);
  } catch (error) {
    if (isCapsuleError(error) && error.code.startsWith('ERR_CONTRACT_')) throw source.place(error);
    throw thrown(error, source.file);
  } finally {
    stopWatching();
    clearTimeout(notice);
  }
  throw capsuleError(TypeError, 'ERR_CONTRACT_EXPORT_MISSING', displayPath(source.file), {
    expected: 'export default defineContract(...)',
    found: contract === undefined ? 'no default export' : 'a default export of another kind',
  });
}

function isContract(value: unknown): value is Contract {
  if (typeof value !== 'object' || value === null) return false;
  const { name, prefix, functions, structs } = value as Partial<Contract>;
  return typeof name === 'string' && typeof prefix === 'string' && Array.isArray(functions) && Array.isArray(structs);
}

/** Validates a contract again: another copy of this package may have made it, or code without `defineContract`. */
function validateAgain({
  name,
  major,
  minor,
  functions,
  kind,
  doc,
  prefix,
  languages,
  target,
  addon,
  example,
}: Contract): Contract {
  const some: readonly (ContractFunction | undefined)[] = functions.slice(0, MAX_FUNCTIONS + 1);
  const entries = Array.from(some, (fn) => [fn?.name, fn] as const); // Array.from also visits holes
  return contractOf(name, `${major}.${minor}`, entries, {
    kind,
    doc,
    prefix,
    languages,
    target,
    ...(addon !== undefined && { addon }),
    ...(example !== undefined && { example }),
  });
}

/** The error for an exception that the file's own code throws, for example after writing `f46` for `f64`. */
function thrown(cause: unknown, file: string): Error {
  const line = stackOf(cause).split(`${file}:`)[1]?.match(/^\d+/)?.[0];
  const where = `${displayPath(file)}${line === undefined ? '' : `:${line}`}`;
  return capsuleError(TypeError, 'ERR_CONTRACT_FILE_THREW', where, {
    expected: 'a file that loads',
    found: describeThrown(cause, true),
    cause,
  });
}

const unfinished = (file: string, what: string) =>
  capsuleError(Error, 'ERR_CONTRACT_FILE_UNFINISHED', displayPath(file), {
    expected: 'a file that loads',
    found: `one that ${what}`,
  });
