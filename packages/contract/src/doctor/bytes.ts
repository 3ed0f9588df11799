import { MAX_SEGMENTS, type ReadBudget } from './limits.js';

/** A part of a file that the loader maps to an address. */
export interface Segment {
  readonly address: number;
  readonly bytes: Buffer;
  readonly executable: boolean;
  /** Whether the file ends before the segment does. */
  readonly isCut: boolean;
}

/** The content of a segment: a range of the file. */
export function contentAt(file: Buffer, start: number, size: number): Pick<Segment, 'bytes' | 'isCut'> {
  return { bytes: file.subarray(start, start + size), isCut: size > 0 && start + size > file.length };
}

/** A shared library as the loader would map it. It is only read: none of its code runs. */
export interface Image {
  readonly format: 'elf' | 'mach-o' | 'pe';
  /** The processor, named as in `process.arch`; the number in the file if Node has no name for it. */
  readonly arch: string;
  readonly segments: SegmentMap;
  /** The relocated value of a pointer that is `stored` in the file; undefined if another library provides it. */
  pointer(address: number, stored: bigint): number | undefined;
  /** The budget of the file. All images of a file have the same one. */
  readonly budget: ReadBudget;
  /** Why other images of the file are missing. */
  readonly cut?: string;
}

/** The segments of an image, sorted by address. They do not overlap. */
export class SegmentMap implements Iterable<Segment> {
  readonly #segments: Segment[] = [];
  /** Why some segments of the image were not read; undefined if all were. */
  readonly cut: string | undefined;

  constructor(segments: Iterable<Segment>) {
    const mapped: Segment[] = [];
    for (const segment of segments) {
      if (segment.isCut) this.cut = 'it ends before its last segment: it is not complete';
      // The loader ignores a segment without bytes, or with an address that no processor has.
      if (segment.bytes.length > 0 && Number.isSafeInteger(segment.address + segment.bytes.length))
        mapped.push(segment);
      if (mapped.length <= MAX_SEGMENTS) continue;
      mapped.pop();
      this.cut ??= `it has more than ${MAX_SEGMENTS} segments; the rest was not read`;
      break;
    }
    let end = 0;
    for (const segment of mapped.sort((a, b) => a.address - b.address)) {
      if (segment.address < end) this.cut ??= 'its segments overlap; not all of them were read';
      else {
        this.#segments.push(segment);
        end = segment.address + segment.bytes.length;
      }
    }
  }

  [Symbol.iterator](): Iterator<Segment> {
    return this.#segments.values();
  }

  /** The bytes from an address to the end of its segment. */
  bytesAt(address: number): Buffer | undefined {
    let [low, high] = [0, this.#segments.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#segments[middle] as Segment).address <= address) low = middle + 1;
      else high = middle;
    }
    const segment = this.#segments[low - 1];
    const offset = segment === undefined ? 0 : address - segment.address;
    return segment !== undefined && offset < segment.bytes.length ? segment.bytes.subarray(offset) : undefined;
  }
}

/** Reads an offset, a size or an address. A value that is no safe integer is outside of any file. */
export const number64 = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at));

/** The pointer at an address, after relocation. */
export function pointerAt(image: Image, address: number): number | undefined {
  image.budget.spend(8);
  const bytes = image.segments.bytesAt(address);
  return bytes === undefined || bytes.length < 8 ? undefined : image.pointer(address, bytes.readBigUInt64LE());
}

/** The C string at an address, if it has at most `most` bytes. */
export function stringAt(image: Image, address: number | undefined, most: number): string | undefined {
  const bytes = address === undefined ? undefined : image.segments.bytesAt(address)?.subarray(0, most + 1);
  const end = bytes?.indexOf(0) ?? -1;
  image.budget.spend(end < 0 ? (bytes?.length ?? 0) : end);
  return end < 0 ? undefined : bytes?.toString('utf8', 0, end);
}
