// A seeded generator of binaries that are expensive to read: ELF, PE and Mach-O files with wrong header fields. Their
// segments, contracts, entries and strings overlap, and point to themselves and to each other.

/** A small generator of pseudorandom numbers (mulberry32). */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  /** An integer from 0 to `below` - 1. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let x = this.#state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return Math.floor((((x ^ (x >>> 14)) >>> 0) / 2 ** 32) * below);
  }
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

export interface HostileSegment {
  /** The offset of the mapped bytes in the payload. */
  start: number;
  size: number;
  address: number;
  executable?: boolean;
}

/** A writer of one format: a header for these segments, and the payload. */
type Format = (payload: Buffer, segments: readonly HostileSegment[]) => Buffer;

const elf: Format = (payload, segments) => {
  const header = Buffer.alloc(64 + 56 * segments.length);
  header.write('\x7fELF\x02\x01\x01', 0, 'latin1');
  header.writeUInt16LE(62, 18);
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(Math.min(segments.length, 0xffff), 56);
  for (const [i, { start, size, address, executable }] of segments.entries()) {
    const at = 64 + 56 * i;
    header.writeUInt32LE(1, at);
    header.writeUInt32LE(executable ? 5 : 6, at + 4);
    header.writeBigUInt64LE(BigInt(header.length + start), at + 8);
    header.writeBigUInt64LE(BigInt(address), at + 16);
    header.writeBigUInt64LE(BigInt(size), at + 32);
  }
  return Buffer.concat([header, payload]);
};

const PE_BASE = 0x1_8000_0000;
const pe: Format = (payload, segments) => {
  const header = Buffer.alloc(328 + 40 * segments.length);
  header.write('MZ');
  header.writeUInt32LE(64, 60);
  header.write('PE\0\0', 64);
  header.writeUInt16LE(0x8664, 68);
  header.writeUInt16LE(Math.min(segments.length, 0xffff), 70);
  header.writeUInt16LE(240, 84);
  header.writeUInt16LE(0x20b, 88);
  header.writeBigUInt64LE(BigInt(PE_BASE), 112);
  for (const [i, { start, size, address, executable }] of segments.entries()) {
    const at = 328 + 40 * i;
    header.writeUInt32LE(size, at + 8);
    header.writeUInt32LE((address - PE_BASE) >>> 0, at + 12);
    header.writeUInt32LE(size, at + 16);
    header.writeUInt32LE(header.length + start, at + 20);
    header.writeUInt32LE(executable ? 0x60000020 : 0xc0000040, at + 36);
  }
  return Buffer.concat([header, payload]);
};

const machO: Format = (payload, segments) => {
  const header = Buffer.alloc(32 + 72 * segments.length);
  header.writeUInt32LE(0xfeedfacf);
  header.writeUInt32LE(0x01000007, 4);
  header.writeUInt32LE(segments.length, 16);
  for (const [i, { start, size, address, executable }] of segments.entries()) {
    const at = 32 + 72 * i;
    header.writeUInt32LE(0x19, at);
    header.writeUInt32LE(72, at + 4);
    header.writeBigUInt64LE(BigInt(address), at + 24);
    header.writeBigUInt64LE(BigInt(header.length + start), at + 40);
    header.writeBigUInt64LE(BigInt(size), at + 48);
    header.writeUInt32LE(executable ? 5 : 3, at + 60);
  }
  return Buffer.concat([header, payload]);
};

/** A universal library whose parts are all the same image, or overlap. */
export function universalOf(image: Buffer, parts: number, step = 0): Buffer {
  const header = Buffer.alloc(8 + 20 * parts);
  header.writeUInt32BE(0xcafebabe);
  header.writeUInt32BE(parts, 4);
  for (let i = 0; i < parts; i++) header.writeUInt32BE(header.length + step * i, 8 + 20 * i + 8);
  return Buffer.concat([header, image]);
}

export const formats = { elf, pe, 'mach-o': machO };
export type FormatName = keyof typeof formats;
/** An address at which a segment of each format may lie. */
export const ADDRESS = PE_BASE + 0x10_0000;

/** A payload in which every aligned offset could be a contract, an entry or a string, with pointers among them. */
export function hostilePayload(random: Random, size: number, address: number): Buffer {
  const payload = Buffer.alloc(size);
  const slots = size / 8;
  const target = () => BigInt(address + 8 * random.below(slots) + random.pick([0, 0, 0, 1, 7]));
  const kinds = Array.from({ length: 1 + random.below(6) }, () => random.below(7));
  for (let i = 0; i < slots; i++) {
    const at = 8 * i;
    switch (random.pick(kinds)) {
      case 0: // the head of a contract
        payload.writeUInt32LE(random.pick([40, 48, 1024]), at);
        payload.writeUInt32LE(random.pick([24, 24, 32, 1024]), at + 4);
        break;
      case 1:
        payload.writeBigUInt64LE(target(), at);
        break;
      case 2: // a string that ends here
        payload.write('abcdefg\0', at, 'latin1');
        break;
      case 3: // a string that does not end here
        payload.write('abcdefgh', at, 'latin1');
        break;
      case 4:
        payload.writeBigUInt64LE(BigInt(random.pick([0, 1, 2, 100, 65_536, 65_537])), at);
        break;
      case 5: // a pointer to itself
        payload.writeBigUInt64LE(BigInt(address + at), at);
        break;
      default:
        payload.writeUInt32LE(random.below(2 ** 32), at);
        payload.writeUInt32LE(random.below(2 ** 32), at + 4);
    }
  }
  return payload;
}

/** A valid contract with `count` entries that share a name and a signature. Returns its bytes for that address. */
export function sharedEntries(address: number, count: number, contracts: number, text: string): Buffer {
  const name = 0;
  const entries = Math.ceil((text.length + 1) / 8) * 8;
  const first = entries + 24 * count;
  const payload = Buffer.alloc(first + 40 * contracts);
  payload.write(`${text}\0`, name, 'latin1');
  for (let i = 0; i < count; i++) {
    payload.writeBigUInt64LE(BigInt(address + name), entries + 24 * i);
    payload.writeBigUInt64LE(BigInt(address + name), entries + 24 * i + 8);
  }
  for (let i = 0; i < contracts; i++) {
    const at = first + 40 * i;
    payload.writeUInt32LE(40, at);
    payload.writeUInt32LE(24, at + 4);
    payload.writeBigUInt64LE(BigInt(address + name + Math.max(0, text.length - 200)), at + 8);
    payload.writeUInt32LE(1, at + 16);
    payload.writeUInt32LE(i, at + 20); // minors: all differ
    payload.writeBigUInt64LE(BigInt(count), at + 24);
    payload.writeBigUInt64LE(BigInt(address + entries), at + 32);
  }
  return payload;
}

/** Values with which a field of a header does harm if it is not checked. */
export const extremes = [
  0, 1, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

/** A hostile file of up to `most` bytes. */
export function hostileFile(seed: number, most: number): { format: string; file: Buffer } {
  const random = new Random(seed);
  const format = random.pick(Object.keys(formats) as FormatName[]);
  const size = 8 * (8 + random.below(most / 8 - 8));
  const payload =
    random.below(3) === 0
      ? sharedEntries(ADDRESS, 1 + random.below(size / 48), 1 + random.below(size / 80), 'x'.repeat(random.below(9)))
      : hostilePayload(random, size, ADDRESS);
  const count = random.pick([1, 1, 2, 5, 40, 300]);
  const stride = random.pick([0, 8, payload.length / 2, payload.length, payload.length + 8]);
  const segments = Array.from({ length: count }, (_, i) => ({
    start: random.below(4) === 0 ? 8 * random.below(payload.length / 8) : 0,
    size: random.below(4) === 0 ? random.below(2 * payload.length) : payload.length,
    address: ADDRESS + Math.floor(i * stride),
    executable: random.below(5) === 0,
  }));
  let file = formats[format](payload, segments);
  const headers = file.length - payload.length;
  for (let i = random.below(4); i > 0; i--) {
    const at = random.below(headers - 4);
    if (random.below(2) === 0) file[at] = random.pick(extremes) & 0xff;
    else file.writeUInt32LE(random.pick(extremes), at & ~3);
  }
  if (format === 'mach-o' && random.below(3) === 0)
    file = universalOf(file, random.pick([1, 2, 16, 17, 1000]), random.pick([0, 0, 8]));
  if (random.below(5) === 0) file = file.subarray(0, random.below(file.length));
  return { format, file };
}
