import { type Image, number64, type Segment } from './bytes.js';

const archs: Record<number, string> = { 16777223: 'x64', 16777228: 'arm64' };
const SEGMENT_64 = 0x19;
const EXECUTABLE = 4;

/** Reads a Mach-O file: one image, or the images of a universal binary. */
export function readMachO(file: Buffer): Image[] {
  const magic = file.length < 32 ? 0 : file.readUInt32BE();
  if (magic === 0xcffaedfe) return [readOne(file)];
  const wide = magic === 0xcafebabf;
  if (magic !== 0xcafebabe && !wide) return [];
  const images: Image[] = [];
  for (let i = 0, at = 8; i < file.readUInt32BE(4); i++, at += wide ? 32 : 20) {
    const start = wide ? Number(file.readBigUInt64BE(at + 8)) : file.readUInt32BE(at + 8);
    const one = file.subarray(start);
    if (one.readUInt32BE() === 0xcffaedfe) images.push(readOne(one));
  }
  return images;
}

function readOne(file: Buffer): Image {
  const type = file.readUInt32LE(4);
  const segments: Segment[] = [];
  for (let i = 0, at = 32; i < file.readUInt32LE(16); i++) {
    const command = file.readUInt32LE(at);
    if (command === SEGMENT_64) {
      const start = number64(file, at + 40);
      const bytes = file.subarray(start, start + number64(file, at + 48));
      const executable = (file.readUInt32LE(at + 60) & EXECUTABLE) !== 0;
      segments.push({ address: number64(file, at + 24), bytes, executable });
    }
    at += Math.max(8, file.readUInt32LE(at + 4)); // a command of size 0 would be an endless loop
  }
  return { format: 'mach-o', arch: archs[type] ?? String(type), segments, pointer };
}

/**
 * Older linkers store the address. Newer linkers store chained fixups: the address in the lowest 36 bits; the highest
 * bit is set if another library provides it.
 */
function pointer(_: number, stored: bigint): number | undefined {
  return stored >> 63n === 0n ? Number(stored & 0xf_ffff_ffffn) : undefined;
}
