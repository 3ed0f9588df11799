import { type Addon, currentPlatform, readAddon } from './addon.js';
import { type Contents, contentsOf } from './contents.js';
import type { DoctorContract } from './contracts.js';
import type { DoctorAddon } from './diagnosis.js';
import { packageName } from './fit.js';
import { type Package, packageOf } from './packages.js';

/** A folder that was read: its package, its contents and its addons. */
export interface Place extends Contents {
  readonly pack: Package;
  readonly addons: readonly Addon[];
}

/** How an addon uses a contract. */
export type Role = 'producers' | 'consumers' | 'unclear';

/** Reads folders, each once. */
export class Places {
  readonly #known = new Map<string, Place>();

  has(folder: string): boolean {
    return this.#known.has(folder);
  }

  /** @param folder - its real path */
  read(folder: string): Place {
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    const contents = contentsOf(folder);
    // Several links may lead to one file.
    const addons = new Map(contents.addonFiles.map(readAddon).map((addon) => [addon.file, addon]));
    const place = { ...contents, pack: packageOf(folder), addons: [...addons.values()] };
    this.#known.set(folder, place);
    return place;
  }
}

export const isForPlatform = ({ platforms }: Addon): boolean => platforms.includes(currentPlatform);

/** The contracts that a package's addons for this platform seal, or open. */
export function contractsOf({ pack, addons }: Place, role: Role): DoctorAddon[] {
  const { name, version, folder } = pack;
  const about = { name, ...(version === undefined ? {} : { version }), folder };
  return addons
    .filter(isForPlatform)
    .flatMap((addon) =>
      addon.contracts
        .filter((contract) => roleOf(contract, addon, pack) === role)
        .map((contract) => ({ package: about, file: addon.file, contract })),
    );
}

/**
 * If an addon both seals and opens, or has no markers because it was not built with capsule.h, the name of the contract
 * decides: the package of that name is the producer.
 */
function roleOf(contract: DoctorContract, { seals, opens, contracts }: Addon, pack: Package): Role {
  if (seals && !opens) return 'producers';
  if (opens && !seals) return 'consumers';
  const isOwn = ({ name }: DoctorContract) => packageName(name) === pack.name;
  if (isOwn(contract)) return 'producers';
  return seals && !contracts.some(isOwn) ? 'unclear' : 'consumers';
}
