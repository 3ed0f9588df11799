import { bytesAt, type Image, pointerAt, stringAt } from './bytes.js';

/** A function of a contract in a binary. */
export interface DoctorFunction {
  readonly name: string;
  readonly signature: string;
  /** The minor version that added it. */
  readonly since: number;
  /** Whether it is retired: it keeps its index in the table and may be NULL there. */
  readonly retired: boolean;
}

/** A contract in a binary. */
export interface DoctorContract {
  readonly name: string;
  readonly major: number;
  readonly minor: number;
  readonly functions: readonly DoctorFunction[];
}

/** Sizes of `capsule_contract` and `capsule_entry` in bytes: those of ABI 1, and a bound for later headers. */
const CONTRACT = { least: 40, most: 1024 };
const ENTRY = { least: 24, most: 1024 };
const MOST_FUNCTIONS = 65_536;
const RETIRED = 1;

/**
 * Finds the contracts in a binary. They have no symbols: a contract starts with its own size and that of an entry, and
 * points to names and signatures only. Other data does not match by chance.
 */
export function findContracts(image: Image): DoctorContract[] {
  const found = new Map<string, DoctorContract>();
  for (const { address, bytes, executable } of image.segments) {
    if (executable) continue; // a contract has pointers, so it is in a segment that the loader relocates
    for (let at = -address & 7; at + CONTRACT.least <= bytes.length; at += 8) {
      const isSize = fits(bytes.readUInt32LE(at), CONTRACT) && fits(bytes.readUInt32LE(at + 4), ENTRY);
      const contract = isSize ? readContract(image, address + at, bytes.subarray(at)) : undefined;
      // In C each translation unit has its own copy.
      if (contract !== undefined) found.set(JSON.stringify(contract), contract);
    }
  }
  return [...found.values()];
}

const fits = (size: number, { least, most }: typeof ENTRY): boolean => size >= least && size <= most && size % 8 === 0;

function readContract(image: Image, address: number, bytes: Buffer): DoctorContract | undefined {
  const name = textAt(image, address + 8);
  const count = Number(bytes.readBigUInt64LE(24));
  if (name === undefined || Buffer.byteLength(name) > 255 || count > MOST_FUNCTIONS) return undefined;
  const entries = pointerAt(image, address + 32);
  const entrySize = bytes.readUInt32LE(4);
  const functions: DoctorFunction[] = [];
  for (let i = 0; i < count; i++) {
    const entry = entries === undefined ? undefined : readEntry(image, entries + i * entrySize);
    if (entry === undefined) return undefined;
    functions.push(entry);
  }
  return { name, major: bytes.readUInt32LE(16), minor: bytes.readUInt32LE(20), functions };
}

function readEntry(image: Image, address: number): DoctorFunction | undefined {
  const name = textAt(image, address);
  const signature = textAt(image, address + 8);
  const numbers = bytesAt(image, address + 16);
  if (name === undefined || signature === undefined || numbers === undefined || numbers.length < 8) return undefined;
  return { name, signature, since: numbers.readUInt32LE(), retired: (numbers.readUInt32LE(4) & RETIRED) !== 0 };
}

/** The string that a pointer points to, if it is not empty, valid UTF-8 and without control characters. */
function textAt(image: Image, address: number): string | undefined {
  const text = stringAt(image, pointerAt(image, address));
  return text === undefined || !/^[^\p{Cc}\ufffd]+$/u.test(text) ? undefined : text;
}

/**
 * The texts that `capsule_seal_table` and `capsule_open_table` leave in the binary of an addon that calls them:
 * `CAPSULE_SEALS_TABLE_MARKER` and `CAPSULE_OPENS_TABLE_MARKER` of core's capsule/detail/contract.h.
 */
const SEALS_TABLE_MARKER = 'capsule seals a table';
const OPENS_TABLE_MARKER = 'capsule opens a table';

/** Whether an addon seals tables, and whether it opens them. */
export function usesOf({ segments }: Image): { readonly seals: boolean; readonly opens: boolean } {
  const has = (mark: string) => segments.some(({ bytes }) => bytes.includes(`\0${mark}\0`));
  return { seals: has(SEALS_TABLE_MARKER), opens: has(OPENS_TABLE_MARKER) };
}
