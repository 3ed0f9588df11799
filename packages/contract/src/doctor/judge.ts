import { basename } from 'node:path';
import { type CapsuleError, capsuleError } from '@capsule/core';
import { currentPlatform } from './addon.js';
import type { DoctorAddon, DoctorConsumer, DoctorProblem } from './diagnosis.js';
import { misfit, opening, packageName } from './fit.js';
import { findPackage, type Package } from './packages.js';
import { contractsOf, isForPlatform, type Place, type Places, type Role } from './places.js';

/** Compares a consumer with the producers that it resolves to. */
export function judge(consumer: DoctorAddon, { pack }: Place, places: Places): DoctorConsumer {
  const found = findPackage(pack, packageName(consumer.contract.name));
  const producers = producersFor(consumer, found, pack, places);
  const [error] =
    producers.length === 0
      ? [noProducer(consumer, found, places)]
      : producers.flatMap(({ contract }) => misfit(consumer.contract, contract) ?? []);
  return { ...consumer, producers, ...(error === undefined ? {} : { problem: problemOf(error) }) };
}

/** The producers of the name that a consumer opens, in the package that its own `require` finds. */
function producersFor(
  { contract }: DoctorAddon,
  found: Package | undefined,
  pack: Package,
  places: Places,
): DoctorAddon[] {
  const offersOf = ({ folder }: Package, role: Role) =>
    contractsOf(places.read(folder), role).filter((producer) => producer.contract.name === contract.name);
  // If no such package is installed, the producer may be an addon in the consumer's own package.
  const offers = offersOf(found ?? pack, 'producers');
  if (offers.length > 0 || found === undefined) return offers;
  // A package may have its binaries in platform packages, whose names differ from that of the contract.
  return found.dependencies.flatMap((dependency) => {
    const other = findPackage(found, dependency);
    return other === undefined ? [] : [...offersOf(other, 'producers'), ...offersOf(other, 'unclear')];
  });
}

function noProducer({ contract, package: by }: DoctorAddon, found: Package | undefined, places: Places): CapsuleError {
  const operation = opening(contract.name);
  if (found === undefined) {
    return capsuleError(Error, 'ERR_CAPSULE_PACKAGE_NOT_FOUND', operation, {
      expected: `an installed package ${packageName(contract.name)}`,
      found: 'none',
      advice: `Add it to the dependencies of the package in ${by.folder}.`,
    });
  }
  const place = places.read(found.folder);
  if (!place.addons.some(isForPlatform)) return notBuilt(operation, place);
  return capsuleError(Error, 'ERR_CAPSULE_EXPORT_MISSING', operation, {
    expected: `an addon in ${found.folder} that seals it`,
    found: 'none whose contract can be read',
    advice: `Run "capsule inspect ${contract.name}", which loads the package.`,
  });
}

/** The problem of a package that should have an addon and has none for this platform. */
export function missingAddon(place: Place): DoctorProblem | undefined {
  const isNative =
    (place.pack.usesCapsule && place.hasRecipe) || place.addons.some(({ contracts }) => contracts.length > 0);
  if (!isNative || place.addons.some(isForPlatform)) return undefined;
  return problemOf(notBuilt(`Looking for the addon of ${place.pack.name}`, place));
}

function notBuilt(operation: string, { pack, addons }: Place): CapsuleError {
  const each = addons.map(({ file, platforms, why }) =>
    why === undefined ? `${basename(file)} for ${platforms.join(' and ')}` : `${basename(file)}, but ${why}`,
  );
  return capsuleError(Error, 'ERR_CAPSULE_ADDON_NOT_BUILT', operation, {
    expected: `a binary for ${currentPlatform} in ${pack.folder}`,
    found: each.length === 0 ? 'none' : each.join('; '),
    advice: 'Build it in that folder, for example with "npx cmake-js compile".',
  });
}

function problemOf({ code, message, expected, found }: CapsuleError): DoctorProblem {
  return { code, message, expected, found };
}

/** Producers, named after their package, that are in several folders. */
export function copiesOf(producers: readonly DoctorAddon[]): { name: string; folders: string[] }[] {
  const folders = new Map<string, Set<string>>();
  for (const { contract, package: at } of producers) {
    if (packageName(contract.name) !== at.name) continue;
    const known = folders.get(contract.name) ?? new Set();
    folders.set(contract.name, known.add(at.folder));
  }
  return [...folders].flatMap(([name, all]) => (all.size > 1 ? [{ name, folders: [...all] }] : []));
}
