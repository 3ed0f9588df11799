import { MIB, UnreadableFile } from '../read-file.js';

// Limits for reading files that may be damaged or hostile. They bound time and memory by the sizes of the files, and
// are far above the sizes of real addons. The report lists everything beyond a limit as unread.

/** Bytes of an addon. */
export const MAX_ADDON_BYTES = 512 * MIB;
/** Bytes of a package.json. */
export const MAX_PACKAGE_BYTES = 16 * MIB;
/** Characters of a package's name. npm allows 214. */
export const MAX_PACKAGE_NAME = 214;
/** Characters of a package's version, as npm limits it. A longer one is not shown. */
export const MAX_PACKAGE_VERSION = 256;
/** Dependencies of a package that are searched for an addon. */
export const MAX_DEPENDENCIES = 1000;
/** Images in a universal binary, of which only one is for this platform. */
export const MAX_IMAGES = 16;
/** Segments of an image. Linkers write about ten. */
export const MAX_SEGMENTS = 256;
/** Relocations of an image. The largest programs have about a million. */
export const MAX_RELOCATIONS = 4_194_304;
/** Different contracts in an image. */
export const MAX_CONTRACTS = 256;
/** Functions of a contract. */
export const MAX_FUNCTIONS = 65_536;
/** Bytes of a contract's name, as core limits it. */
export const MAX_NAME_BYTES = 255;
/** Bytes of a function's name, or of its signature. */
export const MAX_FUNCTION_TEXT = 65_535;
/** Producers with which one consumer is compared. An addon may have several variants, each with a contract. */
export const MAX_PRODUCERS = 64;
/** Characters, as JSON, of all contracts that are read in one run. */
export const MAX_CONTRACT_TEXT = 32 * MIB;
/** Characters, as JSON, of the producers that are listed with consumers in one run. */
export const MAX_PRODUCER_TEXT = 32 * MIB;

/** Reading stopped at a limit. The message says which, and that the rest was not read. */
export class ReadingStopped extends UnreadableFile {}

/** How often, on average, the bytes of a file may be visited. Real addons need fewer than five visits. */
const VISITS = 16;
/** Characters of contracts, as JSON, for each byte of a file. An entry has 24 bytes; as JSON about 100 characters. */
const TEXT = 8;

/**
 * Limits the work of reading one file, in visited bytes, and the size of the result. Without the limit, overlapping
 * segments, tables of entries or strings would make both quadratic.
 */
export class ReadBudget {
  /** Characters of contracts, as JSON. */
  readonly maxText: number;
  #left: number;

  /** @param size - the size of the file in bytes */
  constructor(size: number) {
    this.maxText = TEXT * size;
    this.#left = VISITS * size + MIB;
  }

  /** @throws ReadingStopped if the budget is used up */
  spend(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) throw new ReadingStopped(OVERLAP);
  }
}

/** The reason if a file exceeds its budget: its parts overlap. */
export const OVERLAP = 'its parts overlap; the rest was not read';
/** The reason if other files have filled the report. */
export const NO_ROOM = 'the report has no room for more contracts; the rest was not read';
