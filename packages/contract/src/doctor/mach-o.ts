import { contentAt, type Image, number64, type Segment, SegmentMap } from './bytes.js';
import { MAX_IMAGES, type ReadBudget } from './limits.js';

const archs: Record<number, string> = { 16777223: 'x64', 16777228: 'arm64' };
const MAGIC_64 = 0xcffaedfe;
const UNIVERSAL = 0xcafebabe;
const UNIVERSAL_64 = 0xcafebabf;
const SEGMENT_64 = 0x19;
const EXECUTABLE = 4;

/** Reads a Mach-O file: one image, or the images of a universal binary. */
export function readMachO(file: Buffer, budget: ReadBudget): Image[] {
  const magic = file.length < 32 ? 0 : file.readUInt32BE();
  if (magic === MAGIC_64) return [readOne(file, budget)];
  const wide = magic === UNIVERSAL_64;
  if (magic !== UNIVERSAL && !wide) return [];
  const images: Image[] = [];
  const count = file.readUInt32BE(4);
  const cut = count > MAX_IMAGES ? { cut: `it has more than ${MAX_IMAGES} images; the rest was not read` } : {};
  for (let i = 0, at = 8; i < Math.min(count, MAX_IMAGES); i++, at += wide ? 32 : 20) {
    const start = wide ? Number(file.readBigUInt64BE(at + 8)) : file.readUInt32BE(at + 8);
    const one = file.subarray(start);
    if (one.readUInt32BE() === MAGIC_64) images.push({ ...readOne(one, budget), ...cut });
  }
  return images;
}

function readOne(file: Buffer, budget: ReadBudget): Image {
  const type = file.readUInt32LE(4);
  return {
    format: 'mach-o',
    arch: archs[type] ?? String(type),
    segments: new SegmentMap(segmentsOf(file, budget)),
    budget,
    pointer,
  };
}

function* segmentsOf(file: Buffer, budget: ReadBudget): Generator<Segment> {
  for (let i = 0, at = 32; i < file.readUInt32LE(16); i++) {
    budget.spend(8);
    const command = file.readUInt32LE(at);
    if (command === SEGMENT_64) {
      const start = number64(file, at + 40);
      const content = contentAt(file, start, number64(file, at + 48));
      const executable = (file.readUInt32LE(at + 60) & EXECUTABLE) !== 0;
      yield { address: number64(file, at + 24), ...content, executable };
    }
    at += Math.max(8, file.readUInt32LE(at + 4)); // at least 8: a command of size 0 would cause an endless loop
  }
}

/**
 * Decodes a stored pointer. Older linkers store the address. Newer linkers store chained fixups: the lowest 36 bits are
 * the address; the highest bit is set if another library provides the target.
 */
function pointer(_: number, stored: bigint): number | undefined {
  return stored >> 63n === 0n ? Number(stored & 0xf_ffff_ffffn) : undefined;
}
