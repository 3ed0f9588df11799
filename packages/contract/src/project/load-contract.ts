import { capsuleError, isCapsuleError } from '@capsule/core';
import { createJiti } from 'jiti';
import { type ContractOptions, defineContract } from '../define-contract.js';
import type { Contract } from '../model/contract.js';
import { displayPath } from './files.js';
import type { ContractSource } from './source.js';

/** Loads a contract file and validates its default export. */
export async function loadContract(source: ContractSource): Promise<Contract> {
  const jiti = createJiti(source.file, { fsCache: false, moduleCache: false, interopDefault: false });
  let contract: unknown;
  try {
    contract = (await jiti.import<{ default?: unknown }>(source.file)).default;
    if (isContract(contract)) return validateAgain(contract);
  } catch (error) {
    throw isCapsuleError(error) ? source.place(error) : thrown(error, source.file);
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

/** Validates a contract anew: it may come from another copy of this package, or from no `defineContract` at all. */
function validateAgain({ name, major, minor, functions, doc, prefix, languages }: Contract): Contract {
  const entries = functions.map((fn) => [fn?.name, fn] as const);
  const options = { doc, prefix, languages } as ContractOptions;
  return defineContract(name, `${major}.${minor}`, Object.fromEntries(entries), options);
}

/** An exception of the file's own code: `f46` for `f64`. */
function thrown(cause: unknown, file: string): Error {
  const { name, message, stack } = cause instanceof Error ? cause : new Error(String(cause));
  const line = stack?.split(`${file}:`)[1]?.match(/^\d+/)?.[0];
  return capsuleError(
    TypeError,
    'ERR_CONTRACT_FILE_THREW',
    `${displayPath(file)}${line === undefined ? '' : `:${line}`}`,
    {
      expected: 'a file that loads',
      found: `${name}: ${message.split('\n')[0]}`,
      cause,
    },
  );
}
