import { basename } from 'node:path';
import { type CapsuleError, capsuleError } from '@capsule/core';
import { currentPlatform } from './addon.js';
import { compareMajors, opening, packageName } from './compare-contracts.js';
import type { DoctorContract } from './contracts.js';
import type { DoctorAddon, DoctorConsumer, DoctorProblem, DoctorUnread } from './diagnosis.js';
import { MAX_PRODUCER_TEXT, MAX_PRODUCERS } from './limits.js';
import type { Package } from './packages.js';
import type { FolderScanner, Role, ScannedFolder } from './scan.js';

/** Compares consumers with the producers that they resolve to. */
export class ConsumerCheck {
  /** Files and contracts that exceed a limit and were not compared. */
  readonly unread: DoctorUnread[] = [];
  readonly #scanner: FolderScanner;
  /** The folders of a package's dependencies. */
  readonly #dependencies = new Map<string, ScannedFolder[]>();
  readonly #byName = new WeakMap<readonly DoctorAddon[], Map<string, DoctorAddon[]>>();
  #textLeft = MAX_PRODUCER_TEXT;

  constructor(scanner: FolderScanner) {
    this.#scanner = scanner;
  }

  /** @returns undefined if the report has no room for this consumer */
  check(consumer: DoctorAddon, { pack }: ScannedFolder): DoctorConsumer | undefined {
    const producer = packageName(consumer.contract.name);
    const found = this.#scanner.packages.find(pack, producer);
    const all = ofMajor(consumer.contract, this.#producersFor(consumer, found, pack));
    const producers = all.slice(0, MAX_PRODUCERS);
    if (!this.#hasRoom(consumer, producers)) return undefined;
    if (all.length > MAX_PRODUCERS)
      this.#skip(consumer, `compared with ${MAX_PRODUCERS} of ${all.length} producers of its name`);
    const [error] =
      producers.length === 0
        ? this.#isRequired(found, pack.optional.has(producer))
          ? [this.#noProducer(consumer, found)]
          : []
        : compareMajors(
            consumer.contract,
            producers.map(({ contract }) => contract),
          );
    return { ...consumer, producers, ...(error === undefined ? {} : { problem: problemOf(error) }) };
  }

  /**
   * Whether a consumer has to find a producer: an optional dependency may be missing, and a package may be built for
   * fewer platforms than its users.
   */
  #isRequired(found: Package | undefined, isOptional: boolean): boolean {
    if (found === undefined) return !isOptional;
    return !this.#scanner.isPrebuilt || this.#scanner.scan(found.folder).addons.length > 0;
  }

  #skip({ file, contract }: DoctorAddon, what: string): void {
    this.unread.push({ file, why: `its contract ${contract.name} was ${what}` });
  }

  /** Counts the text that the report lists for a consumer. The limit on this text also limits the comparisons. */
  #hasRoom(consumer: DoctorAddon, producers: readonly DoctorAddon[]): boolean {
    for (const { contract } of [consumer, ...producers]) {
      if (this.#textLeft > 0) this.#textLeft -= JSON.stringify(contract).length;
    }
    if (this.#textLeft > 0) return true;
    this.#skip(consumer, 'not compared: the report has no room for more contracts');
    return false;
  }

  /** The producers of the contract that a consumer opens, in the package that the consumer's own `require` finds. */
  #producersFor({ contract }: DoctorAddon, found: Package | undefined, pack: Package): readonly DoctorAddon[] {
    const offersOf = ({ contracts }: ScannedFolder, role: Role) => this.#named(contracts[role], contract.name);
    // If no such package is installed, the producer may be an addon in the consumer's own package.
    const offers = offersOf(this.#scanner.scan((found ?? pack).folder), 'producers');
    if (offers.length > 0 || found === undefined) return offers;
    // A package may have its binaries in platform packages, whose names differ from that of the contract.
    return this.#dependenciesOf(found).flatMap((folder) => [
      ...offersOf(folder, 'producers'),
      ...offersOf(folder, 'unclear'),
    ]);
  }

  #named(contracts: readonly DoctorAddon[], name: string): readonly DoctorAddon[] {
    let byName = this.#byName.get(contracts);
    if (byName === undefined) {
      byName = new Map();
      for (const each of contracts) {
        const same = byName.get(each.contract.name);
        if (same === undefined) byName.set(each.contract.name, [each]);
        else same.push(each);
      }
      this.#byName.set(contracts, byName);
    }
    return byName.get(name) ?? [];
  }

  #dependenciesOf(pack: Package): readonly ScannedFolder[] {
    const known = this.#dependencies.get(pack.folder);
    if (known !== undefined) return known;
    const folders = pack.dependencies.flatMap((dependency) => {
      const other = this.#scanner.packages.find(pack, dependency);
      return other === undefined ? [] : [this.#scanner.scan(other.folder)];
    });
    this.#dependencies.set(pack.folder, folders);
    return folders;
  }

  #noProducer({ contract, package: by }: DoctorAddon, found: Package | undefined): CapsuleError {
    const operation = opening(contract.name);
    if (found === undefined) {
      return capsuleError(Error, 'ERR_CAPSULE_PACKAGE_NOT_FOUND', operation, {
        expected: `an installed package ${packageName(contract.name)}`,
        found: 'none',
        advice: `Add it to the dependencies of the package in ${by.folder}.`,
      });
    }
    const folder = this.#scanner.scan(found.folder);
    if (!folder.addons.some(({ isForPlatform }) => isForPlatform)) return notBuilt(operation, folder);
    return capsuleError(Error, 'ERR_CAPSULE_EXPORT_MISSING', operation, {
      expected: `an addon in ${found.folder} that seals it`,
      found: 'none whose contract can be read',
      advice: `Run "npx -p @capsule/contract capsule inspect ${contract.name}", which loads the package.`,
    });
  }
}

/** The producers of a contract's major; all if there is none. A package may offer several majors. */
function ofMajor({ major }: DoctorContract, producers: readonly DoctorAddon[]): readonly DoctorAddon[] {
  const same = producers.filter(({ contract }) => contract.major === major);
  return same.length > 0 ? same : producers;
}

/** The error for a package that should have an addon and has none for this platform. */
export function missingAddon(folder: ScannedFolder): DoctorProblem | undefined {
  const { pack, addons, hasRecipe } = folder;
  const isNative = (pack.usesCapsule && hasRecipe) || addons.some(({ contracts }) => contracts.length > 0);
  if (!isNative || pack.isForeign || addons.some(({ isForPlatform }) => isForPlatform)) return undefined;
  return problemOf(notBuilt(`Looking for the addon of ${pack.name}`, folder));
}

/** The errors for files of `prebuilds/<platform>` that are built for another platform. */
export function misplaced({ addons }: ScannedFolder, platform: string): DoctorProblem[] {
  return addons
    .filter(({ isForPlatform }) => !isForPlatform)
    .map(({ file, platforms, why }) => {
      const found = platforms.length > 0 ? `one for ${platforms.join(' and ')}` : (why ?? 'none');
      return problemOf(
        capsuleError(Error, 'ERR_CAPSULE_ADDON_NOT_LOADABLE', `Reading ${file}`, {
          expected: `a binary for ${platform}`,
          found,
          advice: `Run "npx -p @capsule/contract capsule prebuild --platform ${platform}" in its package.`,
        }),
      );
    });
}

/** The number of addons that a message lists. */
const MAX_LISTED = 8;

function notBuilt(operation: string, { pack, addons }: ScannedFolder): CapsuleError {
  const each = addons
    .slice(0, MAX_LISTED)
    .map(({ file, platforms, why }) =>
      why === undefined || platforms.length > 0
        ? `${basename(file)} for ${platforms.join(' and ')}`
        : `${basename(file)}, but ${why}`,
    );
  const more = addons.length > MAX_LISTED ? [`${addons.length - MAX_LISTED} more`] : [];
  return capsuleError(Error, 'ERR_CAPSULE_ADDON_NOT_BUILT', operation, {
    expected: `a binary for ${currentPlatform} in ${pack.folder}`,
    found: each.length === 0 ? 'none' : [...each, ...more].join('; '),
    advice: 'Build it in that folder, for example with "npx cmake-js compile".',
  });
}

function problemOf({ code, message, expected, found }: CapsuleError): DoctorProblem {
  return { code, message, expected, found };
}

/** Producers that are named after their package and are installed in several folders. */
export function copiesOf(producers: readonly DoctorAddon[]): { name: string; folders: string[] }[] {
  const folders = new Map<string, Set<string>>();
  for (const { contract, package: at } of producers) {
    if (packageName(contract.name) !== at.name) continue;
    const known = folders.get(contract.name) ?? new Set();
    folders.set(contract.name, known.add(at.folder));
  }
  return [...folders].flatMap(([name, all]) => (all.size > 1 ? [{ name, folders: [...all] }] : []));
}
