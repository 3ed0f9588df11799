import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The sizes of an ELF header and of a program header, both for 64 bits. */
const HEADER = 64;
const PROGRAM_HEADER = 56;
/** The type of a segment that the dynamic loader maps. */
const PT_LOAD = 1;

/**
 * Whether a file is an ELF image of 64 bits that ends before its last segment, as after an interrupted copy. dlopen()
 * maps such a file, and the process ends with SIGBUS at the first access behind the end. Other loaders compare the size.
 */
export function isTruncated(path: string): boolean {
  if (process.platform !== 'linux') return false;
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { size } = fstatSync(file);
    const header = read(file, 0, HEADER);
    if (header?.getUint32(0) !== 0x7f454c46 || header.getUint8(4) !== 2 || header.getUint8(5) !== 1) return false;
    const offset = Number(header.getBigUint64(32, true));
    const count = header.getUint16(56, true);
    if (header.getUint16(54, true) !== PROGRAM_HEADER) return false; // dlopen() rejects it
    const table = read(file, offset, count * PROGRAM_HEADER);
    if (table === undefined) return true;
    for (let i = 0; i < table.byteLength; i += PROGRAM_HEADER) {
      const end = table.getBigUint64(i + 8, true) + table.getBigUint64(i + 32, true);
      if (table.getUint32(i, true) === PT_LOAD && end > BigInt(size)) return true;
    }
    return false;
  } catch {
    return false; // dlopen() reports why the file cannot be read
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Bytes of a file; undefined if it has less. */
function read(file: number, position: number, length: number): DataView | undefined {
  const bytes = new Uint8Array(length);
  return readSync(file, bytes, 0, length, position) === length ? new DataView(bytes.buffer) : undefined;
}
