import { bytesAt, type Image, number64, type Segment } from './bytes.js';

const archs: Record<number, string> = { 62: 'x64', 183: 'arm64', 22: 's390x', 243: 'riscv64', 258: 'loong64' };
const LOAD = 1;
const DYNAMIC = 2;
const EXECUTABLE = 1;

/** Tags of the dynamic section. */
const RELA = 7;
const RELASZ = 8;
const SYMTAB = 6;

/** Relocations that store an address of this library, or of a symbol that it exports. */
const relative: Record<string, number> = { x64: 8, arm64: 1027, riscv64: 3, loong64: 3 };
const absolute: Record<string, number> = { x64: 1, arm64: 257, riscv64: 2, loong64: 2 };

/** Reads an ELF file. Uses program headers only, which a stripped file has too. */
export function readElf(file: Buffer): Image[] {
  const isElf64 = file.length >= 64 && file.readUInt32BE() === 0x7f454c46 && file[4] === 2 && file[5] === 1;
  if (!isElf64) return [];
  const machine = file.readUInt16LE(18);
  const arch = archs[machine] ?? String(machine);
  const segments: Segment[] = [];
  let dynamic: Buffer | undefined;
  const size = file.readUInt16LE(54);
  for (let i = 0, at = number64(file, 32); i < file.readUInt16LE(56); i++, at += size) {
    const type = file.readUInt32LE(at);
    const start = number64(file, at + 8);
    const bytes = file.subarray(start, start + number64(file, at + 32));
    const executable = (file.readUInt32LE(at + 4) & EXECUTABLE) !== 0;
    if (type === LOAD) segments.push({ address: number64(file, at + 16), bytes, executable });
    if (type === DYNAMIC) dynamic = bytes;
  }
  let relocated: Map<number, number> | undefined;
  return [
    {
      format: 'elf',
      arch,
      segments,
      pointer: (address, stored) => {
        relocated ??= relocations(segments, dynamic, arch);
        return relocated.get(address) ?? Number(stored);
      },
    },
  ];
}

/** The values that the loader stores, by address. Packed relocations (RELR) need none: the file has the values. */
function relocations(segments: readonly Segment[], dynamic: Buffer | undefined, arch: string): Map<number, number> {
  const tags = new Map<number, number>();
  for (let at = 0; dynamic !== undefined && at + 16 <= dynamic.length; at += 16) {
    tags.set(number64(dynamic, at), number64(dynamic, at + 8));
  }
  const table = bytesAt({ segments }, tags.get(RELA) ?? -1)?.subarray(0, tags.get(RELASZ) ?? 0);
  const symbols = bytesAt({ segments }, tags.get(SYMTAB) ?? -1);
  const relocated = new Map<number, number>();
  for (let at = 0; table !== undefined && at + 24 <= table.length; at += 24) {
    const type = table.readUInt32LE(at + 8);
    const addend = Number(table.readBigInt64LE(at + 16));
    if (type === relative[arch]) relocated.set(number64(table, at), addend);
    if (type !== absolute[arch]) continue;
    // The value of a symbol; 0 if another library defines it, so that its address is unknown.
    const value = 24 * table.readUInt32LE(at + 12) + 8;
    const own = symbols !== undefined && value + 8 <= symbols.length ? number64(symbols, value) : 0;
    relocated.set(number64(table, at), own === 0 ? -1 : own + addend);
  }
  return relocated;
}
