import { readFileSync, realpathSync, statSync } from 'node:fs';
import type { Image } from './bytes.js';
import { whyUnread } from './contents.js';
import { type DoctorContract, findContracts, usesOf } from './contracts.js';
import { readElf } from './elf.js';
import { readMachO } from './mach-o.js';
import { readPe } from './pe.js';

/** The content of a `.node` file, which is not loaded. */
export interface Addon {
  readonly file: string;
  /** The platforms it is built for. */
  readonly platforms: readonly string[];
  /** Why it is not an addon, or why its contracts cannot be read. */
  readonly why?: string;
  readonly seals: boolean;
  readonly opens: boolean;
  readonly contracts: readonly DoctorContract[];
}

/** The current platform. */
export const currentPlatform = `${process.platform}-${process.arch}`;

/** Reads an addon: its image for this platform, or else its first. */
export function readAddon(path: string): Addon {
  const nothing = { file: path, platforms: [], seals: false, opens: false, contracts: [] };
  try {
    const file = realpathSync(path);
    const stat = statSync(file);
    // Reading a pipe would block.
    if (!stat.isFile()) return { ...nothing, file, why: 'it is not a regular file' };
    if (stat.size === 0) return { ...nothing, file, why: 'it is empty' };
    const images = readImages(readFileSync(file));
    const image = images.find((each) => platformOf(each) === currentPlatform) ?? images[0];
    if (image === undefined) return { ...nothing, file, why: 'it is not a 64-bit binary' };
    const contracts = findContracts(image);
    const uses = usesOf(image);
    const runtime = contracts.length === 0 && (uses.seals || uses.opens);
    const why = runtime ? { why: 'it seals or opens tables, but its contracts are created at run time' } : {};
    return { file, platforms: images.map(platformOf), contracts, ...uses, ...why };
  } catch (error) {
    return { ...nothing, why: whyUnread(error) };
  }
}

/** The images in a file: several where one file serves several processors. None means that it is not a 64-bit binary. */
export function readImages(file: Buffer): Image[] {
  try {
    return [...readElf(file), ...readPe(file), ...readMachO(file)];
  } catch (error) {
    // A header that points outside of the file.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** The platform as in Node. ELF files of Linux and BSD are not distinguished. */
function platformOf({ format, arch }: Image): string {
  const isElf = process.platform !== 'win32' && process.platform !== 'darwin';
  const systems = { elf: isElf ? process.platform : 'linux', 'mach-o': 'darwin', pe: 'win32' };
  return `${systems[format]}-${arch}`;
}
