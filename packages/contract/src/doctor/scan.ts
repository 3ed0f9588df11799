import { type Addon, currentPlatform, readAddon } from './addon.js';
import { packageName } from './compare-contracts.js';
import { type Contents, contentsOf } from './contents.js';
import type { DoctorContract } from './contracts.js';
import type { DoctorAddon, DoctorUnread } from './diagnosis.js';
import { MAX_CONTRACT_TEXT } from './limits.js';
import { type Package, packageOf } from './packages.js';

/** How an addon uses a contract. */
export type Role = 'producers' | 'consumers' | 'unclear';

/** A folder that was scanned: its package, its contents, its addons and their contracts for this platform. */
export interface ScannedFolder extends Contents {
  readonly pack: Package;
  readonly addons: readonly Addon[];
  readonly contracts: Readonly<Record<Role, readonly DoctorAddon[]>>;
}

/** Scans folders, each once. */
export class FolderScanner {
  readonly #scanned = new Map<string, ScannedFolder>();
  #textLeft = MAX_CONTRACT_TEXT;

  has(folder: string): boolean {
    return this.#scanned.has(folder);
  }

  /** @param folder - its real path */
  scan(folder: string): ScannedFolder {
    const known = this.#scanned.get(folder);
    if (known !== undefined) return known;
    const contents = contentsOf(folder);
    const unread: DoctorUnread[] = [...contents.unread];
    const pack = packageOf(folder, unread);
    const addons = this.#readAddons(contents.addonFiles);
    const scanned = { ...contents, unread, pack, addons, contracts: contractsOf(pack, addons) };
    this.#scanned.set(folder, scanned);
    return scanned;
  }

  #readAddons(files: readonly string[]): Addon[] {
    const addons = new Map<string, Addon>();
    for (const path of files) {
      const addon = readAddon(path, this.#textLeft);
      if (addons.has(addon.file)) continue; // several links may lead to one file
      addons.set(addon.file, addon);
      this.#textLeft -= addon.textLength;
    }
    return [...addons.values()];
  }
}

export const isForPlatform = ({ platforms }: Addon): boolean => platforms.includes(currentPlatform);

/** The contracts that a package's addons for this platform seal, or open. */
function contractsOf({ name, version, folder }: Package, addons: readonly Addon[]): Record<Role, DoctorAddon[]> {
  const about = { name, ...(version === undefined ? {} : { version }), folder };
  const contracts: Record<Role, DoctorAddon[]> = { producers: [], consumers: [], unclear: [] };
  for (const addon of addons.filter(isForPlatform)) {
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
