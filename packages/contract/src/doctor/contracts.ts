import { type Image, pointerAt, stringAt } from './bytes.js';
import {
  MAX_CONTRACT_TEXT,
  MAX_CONTRACTS,
  MAX_FUNCTION_TEXT,
  MAX_FUNCTIONS,
  MAX_NAME_BYTES,
  NO_ROOM,
  OVERLAP,
  ReadingStopped,
} from './limits.js';

/**
 * A function of a contract in a binary.
 *
 * @example
 * ```ts
 * import type { DoctorFunction } from '@capsule/contract';
 *
 * const line = ({ name, signature, retired }: DoctorFunction) => `${name}: ${signature}${retired ? ', retired' : ''}`;
 * console.log(line({ name: 'add', signature: 'f64(f64,f64)', since: 0, retired: false })); // add: f64(f64,f64)
 * ```
 */
export interface DoctorFunction {
  readonly name: string;
  readonly signature: string;
  /** The minor version that added it. */
  readonly since: number;
  /** Whether it is retired: it keeps its index in the table and may be NULL there. */
  readonly retired: boolean;
}

/**
 * A contract in a binary.
 *
 * @example
 * ```ts
 * import type { DoctorContract } from '@capsule/contract';
 *
 * const versionOf = ({ major, minor }: DoctorContract) => `${major}.${minor}`;
 * console.log(versionOf({ name: '@acme/math', major: 1, minor: 2, functions: [] })); // 1.2
 * ```
 */
export interface DoctorContract {
  readonly name: string;
  readonly major: number;
  readonly minor: number;
  readonly functions: readonly DoctorFunction[];
}

/** The contracts in an image. */
export interface FoundContracts {
  readonly contracts: readonly DoctorContract[];
  /** The length of the contracts as JSON. */
  readonly textLength: number;
  /** The limit at which reading stopped, if it did. */
  readonly cut?: string;
}

/** Sizes of `capsule_contract` and `capsule_entry` in bytes: `least` in ABI 1, `most` as a bound for later headers. */
const CONTRACT = { least: 40, most: 1024 };
const ENTRY = { least: 24, most: 1024 };
const RETIRED = 1;
/** The number of characters of a function as JSON, without its name and signature. */
const FUNCTION_AS_JSON = 55;

/**
 * Finds the contracts in a binary. They have no symbols: a contract starts with its own size and that of an entry, and
 * points to names and signatures only. Other data does not match by chance.
 *
 * @param maxText - the limit of their length as JSON
 * @internal
 */
export function findContracts(image: Image, maxText = MAX_CONTRACT_TEXT): FoundContracts {
  const found = new Map<string, DoctorContract>();
  let textLength = 0;
  try {
    const [most, why] = maxText < image.budget.maxText ? [maxText, NO_ROOM] : [image.budget.maxText, OVERLAP];
    const checkLength = (more: number) => {
      if (textLength + more > most) throw new ReadingStopped(why);
    };
    for (const contract of candidates(image, checkLength)) {
      // In C each translation unit has its own copy.
      const text = JSON.stringify(contract);
      if (found.has(text)) continue;
      if (found.size === MAX_CONTRACTS)
        throw new ReadingStopped(`it has more than ${MAX_CONTRACTS} contracts; the rest was not read`);
      found.set(text, contract);
      textLength += text.length;
    }
  } catch (error) {
    if (!(error instanceof ReadingStopped)) throw error;
    return { contracts: [...found.values()], textLength, cut: error.message };
  }
  return { contracts: [...found.values()], textLength };
}

/** Reads every contract at an aligned address, including copies of the same contract. */
function* candidates(image: Image, checkLength: (more: number) => void): Generator<DoctorContract> {
  for (const { address, bytes, executable } of image.segments) {
    if (executable) continue; // a contract has pointers, so it is in a segment that the loader relocates
    image.budget.spend(bytes.length);
    for (let at = -address & 7; at + CONTRACT.least <= bytes.length; at += 8) {
      if (!isSize(bytes.readUInt32LE(at), CONTRACT) || !isSize(bytes.readUInt32LE(at + 4), ENTRY)) continue;
      const contract = readContract(image, address + at, bytes.subarray(at), checkLength);
      if (contract !== undefined) yield contract;
    }
  }
}

const isSize = (size: number, { least, most }: typeof ENTRY): boolean =>
  size >= least && size <= most && size % 8 === 0;

/** @param checkLength - gets the number of characters of the contract as JSON; throws if they are too many */
function readContract(
  image: Image,
  address: number,
  bytes: Buffer,
  checkLength: (characters: number) => void,
): DoctorContract | undefined {
  const name = textAt(image, address + 8, MAX_NAME_BYTES);
  const count = Number(bytes.readBigUInt64LE(24));
  if (name === undefined || count > MAX_FUNCTIONS) return undefined;
  const entries = pointerAt(image, address + 32);
  const entrySize = bytes.readUInt32LE(4);
  const functions: DoctorFunction[] = [];
  let textLength = name.length;
  for (let i = 0; i < count; i++) {
    const entry = entries === undefined ? undefined : readEntry(image, entries + i * entrySize);
    if (entry === undefined) return undefined;
    functions.push(entry);
    textLength += entry.name.length + entry.signature.length + FUNCTION_AS_JSON;
    checkLength(textLength);
  }
  return { name, major: bytes.readUInt32LE(16), minor: bytes.readUInt32LE(20), functions };
}

function readEntry(image: Image, address: number): DoctorFunction | undefined {
  const name = textAt(image, address, MAX_FUNCTION_TEXT);
  const signature = name === undefined ? undefined : textAt(image, address + 8, MAX_FUNCTION_TEXT);
  const numbers = image.segments.bytesAt(address + 16);
  if (name === undefined || signature === undefined || numbers === undefined || numbers.length < 8) return undefined;
  return { name, signature, since: numbers.readUInt32LE(), retired: (numbers.readUInt32LE(4) & RETIRED) !== 0 };
}

/** The string that a pointer points to; undefined if it is empty, has control characters, or is not valid UTF-8. */
function textAt(image: Image, address: number, mostBytes: number): string | undefined {
  const text = stringAt(image, pointerAt(image, address), mostBytes);
  return text === undefined || !/^[^\p{Cc}\ufffd]+$/u.test(text) ? undefined : text;
}

/**
 * The texts that `capsule_seal_table` and `capsule_open_table` leave in the binary of an addon that calls them, after
 * the NUL of "Sealing" and "Opening": `CAPSULE_SEALS_TABLE_MARKER` and `CAPSULE_OPENS_TABLE_MARKER` of core's
 * capsule/detail/contract.h, which describes them too.
 */
const SEALS_TABLE_MARKER = 'capsule seals a table';
const OPENS_TABLE_MARKER = 'capsule opens a table';

/**
 * Whether an addon seals tables, and whether it opens them.
 *
 * @internal
 */
export function usesOf({ segments, budget }: Image): { readonly seals: boolean; readonly opens: boolean } {
  const has = (marker: string) =>
    [...segments].some(({ bytes }) => {
      budget.spend(bytes.length);
      return bytes.includes(`\0${marker}\0`);
    });
  return { seals: has(SEALS_TABLE_MARKER), opens: has(OPENS_TABLE_MARKER) };
}
