import type { Struct } from './types.js';

/** Bytes of a pointer, on a 64-bit machine. */
export const POINTER = 8;

/** Where C puts the fields of a struct, on a 64-bit machine: each at a multiple of its own size. */
export function layout(type: Struct): { offsets: Record<string, number>; size: number } {
  const offsets: Record<string, number> = {};
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
