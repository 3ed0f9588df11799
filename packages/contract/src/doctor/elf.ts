import { contentAt, type Image, number64, type Segment, SegmentMap } from './bytes.js';
import { MAX_RELOCATIONS, type ReadBudget, ReadingStopped } from './limits.js';

const archs: Record<number, string> = { 62: 'x64', 183: 'arm64', 22: 's390x', 243: 'riscv64', 258: 'loong64' };
/** The size of a program header. The loader accepts no other. */
const PROGRAM_HEADER = 56;
/** The size of a relocation. */
const RELOCATION = 24;
const LOAD = 1;
const DYNAMIC = 2;
const EXECUTABLE = 1;

/** Tags of the dynamic section. */
const END = 0;
const RELA = 7;
const RELASZ = 8;
const SYMTAB = 6;

/** Relocations that store an address of this library, or of a symbol that it exports. */
const relative: Record<string, number> = { x64: 8, arm64: 1027, riscv64: 3, loong64: 3 };
const absolute: Record<string, number> = { x64: 1, arm64: 257, riscv64: 2, loong64: 2 };

/** Reads an ELF file. Uses program headers only, because a stripped file may have no section headers. */
export function readElf(file: Buffer, budget: ReadBudget): Image[] {
  const isElf64 = file.length >= 64 && file.readUInt32BE() === 0x7f454c46 && file[4] === 2 && file[5] === 1;
  if (!isElf64 || file.readUInt16LE(54) !== PROGRAM_HEADER) return [];
  const machine = file.readUInt16LE(18);
  const arch = archs[machine] ?? String(machine);
  const loaded: Segment[] = [];
  let dynamic: Buffer | undefined;
  const first = number64(file, 32);
  for (let i = 0; i < file.readUInt16LE(56); i++) {
    const at = first + i * PROGRAM_HEADER;
    const type = file.readUInt32LE(at);
    const start = number64(file, at + 8);
    const content = contentAt(file, start, number64(file, at + 32));
    const executable = (file.readUInt32LE(at + 4) & EXECUTABLE) !== 0;
    if (type === LOAD) loaded.push({ address: number64(file, at + 16), ...content, executable });
    if (type === DYNAMIC) dynamic = content.bytes;
  }
  const segments = new SegmentMap(loaded);
  let relocated: Map<number, number> | undefined;
  const pointer = (address: number, stored: bigint) => {
    relocated ??= relocations(segments, dynamic, arch, budget);
    return relocated.get(address) ?? Number(stored);
  };
  return [{ format: 'elf', arch, segments, budget, pointer }];
}

/** The values that the loader stores, by address. Packed relocations (RELR) are not read: the file has their values. */
function relocations(
  segments: SegmentMap,
  dynamic: Buffer | undefined,
  arch: string,
  budget: ReadBudget,
): Map<number, number> {
  const tags = dynamicTags(dynamic, budget);
  const table = segments.bytesAt(tags[RELA] ?? -1)?.subarray(0, tags[RELASZ] ?? 0);
  const symbols = segments.bytesAt(tags[SYMTAB] ?? -1);
  const relocated = new Map<number, number>();
  budget.spend(table?.length ?? 0);
  if (table !== undefined && table.length > RELOCATION * MAX_RELOCATIONS)
    throw new ReadingStopped(`it has more than ${MAX_RELOCATIONS} relocations; its contracts were not read`);
  for (let at = 0; table !== undefined && at + RELOCATION <= table.length; at += RELOCATION) {
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

/** The values of the tags above in the dynamic section. */
function dynamicTags(dynamic: Buffer | undefined, budget: ReadBudget): Record<number, number | undefined> {
  const tags: Record<number, number | undefined> = { [RELA]: undefined, [RELASZ]: undefined, [SYMTAB]: undefined };
  budget.spend(dynamic?.length ?? 0);
  for (let at = 0; dynamic !== undefined && at + 16 <= dynamic.length; at += 16) {
    const tag = number64(dynamic, at);
    if (tag === END) break;
    if (tag === RELA || tag === RELASZ || tag === SYMTAB) tags[tag] = number64(dynamic, at + 8);
  }
  return tags;
}
