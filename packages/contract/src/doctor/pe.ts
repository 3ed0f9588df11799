import { contentAt, type Image, number64, type Segment, SegmentMap } from './bytes.js';
import type { ReadBudget } from './limits.js';

const archs: Record<number, string> = { 34404: 'x64', 43620: 'arm64' };
const PE32_PLUS = 0x20b;
const EXECUTABLE = 0x20000000;

/** Reads a PE file. The pointers in the file are valid for a library that is loaded at its preferred address. */
export function readPe(file: Buffer, budget: ReadBudget): Image[] {
  if (file.length < 64 || file.toString('latin1', 0, 2) !== 'MZ') return [];
  const header = file.readUInt32LE(60);
  if (file.readUInt32BE(header) !== 0x50450000) return [];
  const machine = file.readUInt16LE(header + 4);
  const optional = header + 24;
  if (file.readUInt16LE(optional) !== PE32_PLUS) return [];
  const base = number64(file, optional + 24);
  const sections: Segment[] = [];
  let at = optional + file.readUInt16LE(header + 20);
  for (let i = 0; i < file.readUInt16LE(header + 6); i++, at += 40) {
    const size = Math.min(file.readUInt32LE(at + 8), file.readUInt32LE(at + 16));
    const start = file.readUInt32LE(at + 20);
    const executable = (file.readUInt32LE(at + 36) & EXECUTABLE) !== 0;
    sections.push({
      address: base + file.readUInt32LE(at + 12),
      ...contentAt(file, start, size),
      executable,
    });
  }
  const arch = archs[machine] ?? String(machine);
  const segments = new SegmentMap(sections);
  return [{ format: 'pe', arch, segments, budget, pointer: (_, stored) => Number(stored) }];
}
