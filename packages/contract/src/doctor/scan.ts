import { basename } from 'node:path';
import { type Addon, currentPlatform, readAddon } from './addon.js';
import { packageName } from './compare-contracts.js';
import { type Contents, contentsOf, type PrebuiltFile } from './contents.js';
import type { DoctorContract } from './contracts.js';
import type { DoctorAddon, DoctorUnread } from './diagnosis.js';
import { MAX_CONTRACT_TEXT } from './limits.js';
import { type Package, Packages } from './packages.js';

/** How an addon uses a contract. */
export type Role = 'producers' | 'consumers' | 'unclear';

/** A folder that was scanned: its package, its contents, its addons and their contracts for this platform. */
export interface ScannedFolder extends Contents {
  /** Its real path. */
  readonly folder: string;
  readonly pack: Package;
  readonly addons: readonly Addon[];
  readonly contracts: Readonly<Record<Role, readonly DoctorAddon[]>>;
}

/** Scans folders for the addons of a platform, each once. */
export class FolderScanner {
  /** The platform, or the name of a folder in `prebuilds`. */
  readonly platform: string;
  /** Whether only prebuilt binaries are read. */
  readonly isPrebuilt: boolean;
  readonly packages: Packages;
  readonly #scanned = new Map<string, ScannedFolder>();
  readonly #selects: (contents: Contents) => readonly string[];
  readonly #text: { left: number };
  /** A scanner that has listed the folders already. */
  readonly #other: FolderScanner | undefined;

  /** @param prebuilt - a folder in `prebuilds`, to scan only prebuilt binaries, and the scanner of this platform */
  constructor(prebuilt?: { readonly platform: string; readonly scanner: FolderScanner }) {
    this.isPrebuilt = prebuilt !== undefined;
    this.platform = prebuilt?.platform ?? currentPlatform;
    this.#text = prebuilt === undefined ? { left: MAX_CONTRACT_TEXT } : prebuilt.scanner.#text;
    this.#selects = prebuilt === undefined ? loadedFiles : (contents) => prebuiltFiles(contents, prebuilt.platform);
    this.#other = prebuilt?.scanner;
    this.packages = prebuilt?.scanner.packages ?? new Packages();
  }

  has(folder: string): boolean {
    return this.#scanned.has(folder);
  }

  /** @param folder - its real path */
  scan(folder: string): ScannedFolder {
    const known = this.#scanned.get(folder);
    if (known !== undefined) return known;
    const contents: Contents = this.#other?.scan(folder) ?? contentsOf(folder, this.packages);
    const unread: DoctorUnread[] = [...contents.unread];
    const pack = this.packages.of(folder, unread);
    const addons = this.#readAddons(this.#selects(contents));
    const scanned = { ...contents, folder, unread, pack, addons, contracts: contractsOf(pack, addons) };
    this.#scanned.set(folder, scanned);
    return scanned;
  }

  #readAddons(files: readonly string[]): Addon[] {
    const addons = new Map<string, Addon>();
    const platform = this.platform.replace(/-musl$/, '');
    for (const path of files) {
      const addon = readAddon(path, this.#text.left, platform);
      if (addons.has(addon.file)) continue; // several links may lead to one file
      addons.set(addon.file, addon);
      this.#text.left -= addon.textLength;
    }
    return [...addons.values()];
  }
}

/** The folders of `prebuilds` in which loadAddon looks for binaries in this process, in this order. */
function preferredFolders(): string[] {
  const { report } = process as { report?: NodeJS.ProcessReport }; // some engines have none
  const { sharedObjects = [] } = (report?.getReport() ?? {}) as { sharedObjects?: readonly string[] };
  const isMusl = sharedObjects.some((file) => /\/(?:libc\.musl-|ld-musl-)/.test(file));
  return isMusl ? [`${currentPlatform}-musl`, currentPlatform] : [currentPlatform, `${currentPlatform}-musl`];
}

/** The files that loadAddon would load: for each name the built binary, else a prebuilt one, else all of that name. */
function loadedFiles({ addonFiles, prebuilt }: Contents): string[] {
  const built = new Set(addonFiles.map((file) => basename(file)));
  const missing = prebuilt.filter(({ file }) => !built.has(basename(file)));
  const byName = new Map<string, PrebuiltFile[]>();
  for (const each of missing) {
    const name = basename(each.file);
    byName.set(name, [...(byName.get(name) ?? []), each]);
  }
  const preferred = missing.length === 0 ? [] : preferredFolders();
  const found = [...byName.values()].flatMap((files) => {
    const platform = preferred.find((name) => files.some((each) => each.platform === name));
    return files.filter((each) => platform === undefined || each.platform === platform).map(({ file }) => file);
  });
  return [...addonFiles, ...found];
}

const prebuiltFiles = ({ prebuilt }: Contents, platform: string): string[] =>
  prebuilt.filter((each) => each.platform === platform).map(({ file }) => file);

/** The contracts that a package's addons for this platform seal, or open. */
function contractsOf({ name, version, folder }: Package, addons: readonly Addon[]): Record<Role, DoctorAddon[]> {
  const about = { name, ...(version === undefined ? {} : { version }), folder };
  const contracts: Record<Role, DoctorAddon[]> = { producers: [], consumers: [], unclear: [] };
  for (const addon of addons.filter(({ isForPlatform }) => isForPlatform)) {
    const isOwn = (contract: DoctorContract) => packageName(contract.name) === name;
    const hasOwn = addon.contracts.some(isOwn);
    for (const contract of addon.contracts) {
      const role = roleOf(addon, isOwn(contract), hasOwn);
      contracts[role].push({ package: about, file: addon.file, contract });
    }
  }
  return contracts;
}

/**
 * If an addon both seals and opens, or has no markers because it was not built with capsule.h, the name of the contract
 * decides: the package of that name is the producer.
 *
 * @param isOwn - whether the contract has the name of its package
 * @param hasOwn - whether another contract of the addon has it
 */
function roleOf({ seals, opens }: Addon, isOwn: boolean, hasOwn: boolean): Role {
  if (seals && !opens) return 'producers';
  if (opens && !seals) return 'consumers';
  if (isOwn) return 'producers';
  return seals && !hasOwn ? 'unclear' : 'consumers';
}
