import { readFileSync, realpathSync, statSync } from 'node:fs';
import type { Image } from './bytes.js';
import { whyUnread } from './contents.js';
import { type DoctorContract, findContracts, usesOf } from './contracts.js';
import { readElf } from './elf.js';
import { readMachO } from './mach-o.js';
import { readPe } from './pe.js';

/** What a `.node` file shows of itself, without being loaded. */
export interface Addon {
  readonly file: string;
  /** The systems it is built for. */
  readonly platforms: readonly string[];
  /** Why it is no addon for any system, or one whose contracts cannot be read. */
  readonly why?: string;
  readonly seals: boolean;
  readonly opens: boolean;
  readonly contracts: readonly DoctorContract[];
}

/** The system this runs on. */
export const here = `${process.platform}-${process.arch}`;

/** Reads an addon as it would be mapped here; one that is for other systems only, as it would be there. */
export function readAddon(path: string): Addon {
  const nothing = { file: path, platforms: [], seals: false, opens: false, contracts: [] };
  try {
    const file = realpathSync(path);
    const stat = statSync(file);
    // Reading a pipe would wait for ever.
    if (!stat.isFile()) return { ...nothing, file, why: 'it is no file' };
    if (stat.size === 0) return { ...nothing, file, why: 'it is empty' };
    const images = readImages(readFileSync(file));
    const image = images.find((each) => platformOf(each) === here) ?? images[0];
    if (image === undefined) return { ...nothing, file, why: 'it is no 64-bit binary' };
    const contracts = findContracts(image);
    const uses = usesOf(image);
    const runtime = contracts.length === 0 && (uses.seals || uses.opens);
    const why = runtime ? { why: 'it seals or opens tables, and its contracts are made while it runs' } : {};
    return { file, platforms: images.map(platformOf), contracts, ...uses, ...why };
  } catch (error) {
    return { ...nothing, why: whyUnread(error) };
  }
}

/** The images in a file: several where one file serves several processors. None means that it is no 64-bit binary. */
export function readImages(file: Buffer): Image[] {
  try {
    return [...readElf(file), ...readPe(file), ...readMachO(file)];
  } catch (error) {
    // A header that points out of the file.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** As Node names it. Linux and its relatives cannot be told apart. */
function platformOf({ format, arch }: Image): string {
  const isElf = process.platform !== 'win32' && process.platform !== 'darwin';
  const systems = { elf: isElf ? process.platform : 'linux', 'mach-o': 'darwin', pe: 'win32' };
  return `${systems[format]}-${arch}`;
}
