/** A part of a file that the loader maps to an address. */
export interface Segment {
  readonly address: number;
  readonly bytes: Buffer;
  readonly executable: boolean;
}

/** A shared library as the loader would map it. It is only read: none of its code runs. */
export interface Image {
  readonly format: 'elf' | 'mach-o' | 'pe';
  /** As in `process.arch`, or the number of the file format if Node has no name for it. */
  readonly arch: string;
  readonly segments: readonly Segment[];
  /** The relocated value of a pointer that is `stored` in the file; undefined if another library provides it. */
  pointer(address: number, stored: bigint): number | undefined;
}

/** An offset, a size or an address. A value that a number cannot hold exactly is outside of any file. */
export const number64 = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at));

/** The bytes from an address to the end of its segment. */
export function bytesAt({ segments }: Pick<Image, 'segments'>, address: number): Buffer | undefined {
  const segment = segments.find((each) => address >= each.address && address < each.address + each.bytes.length);
  return segment?.bytes.subarray(address - segment.address);
}

/** The pointer at an address, after relocation. */
export function pointerAt(image: Image, address: number): number | undefined {
  const bytes = bytesAt(image, address);
  return bytes === undefined || bytes.length < 8 ? undefined : image.pointer(address, bytes.readBigUInt64LE());
}

/** The C string at an address. */
export function stringAt(image: Image, address: number | undefined): string | undefined {
  const bytes = address === undefined ? undefined : bytesAt(image, address);
  const end = bytes?.indexOf(0) ?? -1;
  return end < 0 ? undefined : bytes?.toString('utf8', 0, end);
}
