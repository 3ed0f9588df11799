import { MIB, UnreadableFile } from '../read-file.js';

// Limits of what is read from files that may be damaged or hostile. They bound time and memory by the sizes of the
// files, and lie far above those of real addons. What they exclude is reported as unread.

/** Bytes of an addon. */
export const MOST_ADDON_BYTES = 512 * MIB;
/** Bytes of a package.json. */
export const MOST_PACKAGE_BYTES = 16 * MIB;
/** Dependencies of a package among which an addon is searched. */
export const MOST_DEPENDENCIES = 1000;
/** Images in a universal binary, of which only one is for this platform. */
export const MOST_IMAGES = 16;
/** Segments of an image. Linkers write about ten. */
export const MOST_SEGMENTS = 256;
/** Different contracts in an image. */
export const MOST_CONTRACTS = 256;
/** Functions of a contract. */
export const MOST_FUNCTIONS = 65_536;
/** Bytes of a contract's name, as core limits it. */
export const MOST_NAME_BYTES = 255;
/** Bytes of a function's name, or of its signature. */
export const MOST_FUNCTION_TEXT = 65_535;
/** Producers with which one consumer is compared: the variants of one addon. */
export const MOST_PRODUCERS = 64;
/** Characters, as JSON, of all contracts that are read in one run. */
export const MOST_CONTRACT_TEXT = 32 * MIB;
/** Characters, as JSON, of the producers that are listed with consumers in one run. */
export const MOST_PRODUCER_TEXT = 32 * MIB;

/** Reading stopped at a limit. The message says which, and that the rest was not read. */
export class ReadingStopped extends UnreadableFile {}

/** How often, on average, the bytes of a file may be visited. Real addons need fewer than five visits. */
const VISITS = 16;
/** Characters of contracts, as JSON, for each byte of a file. An entry alone has 24 bytes, and about 100 characters. */
const TEXT = 8;

/**
 * The work of reading one file, in visited bytes, and its result. Overlapping parts of a file, such as segments, tables
 * of entries and strings, would otherwise make them quadratic.
 */
export class ReadBudget {
  /** Characters of contracts, as JSON. */
  readonly mostText: number;
  #left: number;

  /** @param size - the size of the file in bytes */
  constructor(size: number) {
    this.mostText = TEXT * size;
    this.#left = VISITS * size + MIB;
  }

  /** @throws ReadingStopped if nothing is left */
  spend(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) throw new ReadingStopped(OVERLAP);
  }
}

/** A file has more in it than its size allows. */
export const OVERLAP = 'its parts overlap; the rest was not read';
/** Other files have filled the report. */
export const NO_ROOM = 'the report has no room for more contracts; the rest was not read';
