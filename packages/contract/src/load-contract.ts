import { capsuleError, isCapsuleError } from '@capsule/core';
import { createJiti } from 'jiti';
import type { Contract } from './define-contract.js';
import { type ContractSource, shown } from './source.js';

/** Runs a contract file, and takes what it exports. */
export async function loadContract(source: ContractSource): Promise<Contract> {
  const jiti = createJiti(source.file, { fsCache: false, moduleCache: false, interopDefault: false });
  let contract: unknown;
  try {
    contract = (await jiti.import<{ default?: unknown }>(source.file)).default;
  } catch (error) {
    throw isCapsuleError(error) ? source.place(error) : thrown(error, source.file);
  }
  if (isContract(contract)) return contract;
  throw capsuleError(TypeError, 'ERR_CONTRACT_EXPORT_MISSING', shown(source.file), {
    expected: 'export default defineContract(...)',
    found: contract === undefined ? 'no default export' : 'another default export',
  });
}

/** Contracts may come from another copy of this package: what counts is what `defineContract` gives. */
function isContract(value: unknown): value is Contract {
  if (typeof value !== 'object' || value === null) return false;
  const { name, prefix, major, functions, structs } = value as Partial<Contract>;
  const texts = typeof name === 'string' && typeof prefix === 'string' && typeof major === 'number';
  return texts && Array.isArray(functions) && functions.length > 0 && Array.isArray(structs);
}

/** A mistake in the file's own code: `f46` for `f64`. */
function thrown(cause: unknown, file: string): Error {
  const { name, message, stack } = cause instanceof Error ? cause : new Error(String(cause));
  const line = stack?.split(`${file}:`)[1]?.match(/^\d+/)?.[0];
  return capsuleError(TypeError, 'ERR_CONTRACT_FILE_THREW', `${shown(file)}${line === undefined ? '' : `:${line}`}`, {
    expected: 'a file that runs',
    found: `${name}: ${message.split('\n')[0]}`,
    cause,
  });
}
