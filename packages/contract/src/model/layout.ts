import type { ContractFunction } from './contract.js';
import type { Struct } from './types.js';

/** Bytes of a pointer, on a 64-bit machine. */
const POINTER = 8;
/** The members of every table before its functions. */
export const headMembers = ['size', 'variant'];

/** The layout of a struct in C, on a 64-bit machine: each field is aligned to its own size. */
export function layout(type: Struct): { offsets: Record<string, number>; size: number } {
  const offsets: Record<string, number> = Object.create(null);
  let end = 0;
  let alignment = 1;
  for (const [name, field] of Object.entries(type.fields)) {
    const size = field.kind === 'scalar' ? field.size : POINTER;
    offsets[name] = Math.ceil(end / size) * size;
    end = offsets[name] + size;
    alignment = Math.max(alignment, size);
  }
  return { offsets, size: Math.ceil(end / alignment) * alignment };
}

/** The index of a function in a table, in pointers. */
export const tableIndex = (i: number): number => headMembers.length + i;

/** The layout of a table, on a 64-bit machine. */
export function tableLayout(functions: readonly ContractFunction[]): { offsets: number[]; size: number } {
  return { offsets: functions.map((_, i) => POINTER * tableIndex(i)), size: POINTER * tableIndex(functions.length) };
}

/** The name of a function's member in the table. A retired function has another name, so that calls do not compile. */
export const memberOf = ({ name, about }: ContractFunction): string =>
  about.retired === undefined ? name : `retired_${name}`;
