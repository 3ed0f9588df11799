import { realpathSync } from 'node:fs';
import { readRegularFile, whyUnread } from '../read-file.js';
import type { Image } from './bytes.js';
import { type DoctorContract, findContracts, usesOf } from './contracts.js';
import { readElf } from './elf.js';
import { MAX_ADDON_BYTES, ReadBudget } from './limits.js';
import { readMachO } from './mach-o.js';
import { readPe } from './pe.js';

/** The content of a `.node` file. The file is read, and never loaded. */
export interface Addon {
  readonly file: string;
  /** The platforms it is built for. */
  readonly platforms: readonly string[];
  /** Whether it is built for the platform that is examined. */
  readonly isForPlatform: boolean;
  /** Why the file is not an addon, or why some or all of its contracts cannot be read. */
  readonly why?: string;
  readonly seals: boolean;
  readonly opens: boolean;
  readonly contracts: readonly DoctorContract[];
  /** The length of the contracts as JSON. */
  readonly textLength: number;
}

/** The current platform. */
export const currentPlatform = `${process.platform}-${process.arch}`;

/**
 * Reads an addon: its image for a platform, or its first image if there is none for this platform.
 *
 * @param maxText - the limit of its contracts' length as JSON
 * @param platform - as in `currentPlatform`
 */
export function readAddon(path: string, maxText?: number, platform = currentPlatform): Addon {
  const nothing = { platforms: [], isForPlatform: false, seals: false, opens: false, contracts: [], textLength: 0 };
  let file = path;
  try {
    file = realpathSync(path);
    const bytes = readRegularFile(file, MAX_ADDON_BYTES);
    if (bytes.length === 0) return { ...nothing, file, why: 'it is empty' };
    const images = readImages(bytes);
    const own = images.find((each) => isFor(each, platform));
    const image = own ?? images[0];
    if (image === undefined) return { ...nothing, file, why: 'it is not a 64-bit binary' };
    const uses = usesOf(image);
    const { cut, ...found } = findContracts(image, maxText);
    const atRunTime = found.contracts.length === 0 && (uses.seals || uses.opens);
    const why =
      image.cut ??
      image.segments.cut ??
      cut ??
      (atRunTime ? 'it seals or opens tables, but its contracts are created at run time' : undefined);
    const platforms = images.map(platformOf);
    const isForPlatform = own !== undefined;
    return { file, platforms, isForPlatform, ...found, ...uses, ...(why === undefined ? {} : { why }) };
  } catch (error) {
    return { ...nothing, file, why: whyUnread(error) };
  }
}

/** The images in a file: several if the file is a universal binary, none if it is not a 64-bit binary. */
export function readImages(file: Buffer): Image[] {
  const budget = new ReadBudget(file.length);
  try {
    return [...readElf(file, budget), ...readPe(file, budget), ...readMachO(file, budget)];
  } catch (error) {
    // A header points outside of the file.
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

/** Whether an image is for a platform. All systems but Windows and macOS use ELF, which does not name the system. */
function isFor({ format, arch }: Image, platform: string): boolean {
  const [system = ''] = platform.split('-');
  const formats: Record<string, Image['format']> = { win32: 'pe', darwin: 'mach-o' };
  return format === (formats[system] ?? 'elf') && platform === `${system}-${arch}`;
}
