import { realpathSync } from 'node:fs';
import { whyUnread } from '../read-file.js';
import { currentPlatform } from './addon.js';
import { ConsumerCheck, copiesOf, misplaced, missingAddon } from './check-consumer.js';
import { isFixture } from './contents.js';
import type { Diagnosis, DoctorConsumer, DoctorPrebuilt, DoctorProblem, DoctorUnread } from './diagnosis.js';
import type { Package, Packages } from './packages.js';
import { FolderScanner, type ScannedFolder } from './scan.js';

/** Lists every producer and consumer in a folder tree, and reports whether they fit. Loads none of them. */
export function examine(folder: string): Diagnosis {
  const start = realpathSync(folder);
  const scanner = new FolderScanner();
  const check = new ConsumerCheck(scanner);
  const { tree, fixtures, unread } = walk(start, scanner);
  const producers = tree.flatMap(({ contracts }) => contracts.producers);
  const consumers = consumersOf(tree, check);
  const unreadPrebuilt: DoctorUnread[] = [];
  const { problems, unbuilt } = withoutAddon(tree, start, scanner.packages);
  const prebuilt = prebuiltOf(tree, scanner, unreadPrebuilt);
  return {
    folder: start,
    platform: currentPlatform,
    fits:
      problems.length === 0 &&
      prebuilt.every((each) => each.problems.length === 0) &&
      [...consumers, ...prebuilt.flatMap((each) => each.consumers)].every(({ problem }) => problem === undefined),
    producers,
    consumers,
    unclear: tree.flatMap(({ contracts }) => contracts.unclear),
    problems,
    unbuilt,
    prebuilt,
    fixtures,
    copies: copiesOf(producers),
    unread: [
      ...unread,
      ...tree.flatMap((scanned) => [
        ...scanned.unread,
        ...scanned.addons.flatMap(({ file, why }) => (why === undefined ? [] : [{ file, why }])),
      ]),
      ...check.unread,
      ...unreadPrebuilt,
    ],
  };
}

const consumersOf = (tree: readonly ScannedFolder[], check: ConsumerCheck): DoctorConsumer[] =>
  tree.flatMap((scanned) => scanned.contracts.consumers.flatMap((consumer) => check.check(consumer, scanned) ?? []));

interface Walk {
  /** The scanned folders, sorted by path. */
  readonly tree: readonly ScannedFolder[];
  readonly fixtures: readonly string[];
  readonly unread: readonly DoctorUnread[];
}

/**
 * Scans a folder, all packages below it, and those that they depend on, which may lie outside of the folder. Scans each
 * once, even if several links lead to it.
 */
function walk(start: string, scanner: FolderScanner): Walk {
  const tree: ScannedFolder[] = [];
  const fixtures = new Map<string, Package>();
  const unread: DoctorUnread[] = [];
  const folders = [start];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    let real: string;
    try {
      real = realpathSync(folder);
    } catch (error) {
      unread.push({ file: folder, why: whyUnread(error) }); // the folder was removed after it was listed
      continue;
    }
    if (scanner.has(real) || fixtures.has(real)) continue;
    const pack = scanner.packages.of(real);
    if (real !== start && pack.folder === real && isFixture(pack, start, scanner.packages)) {
      fixtures.set(real, pack);
      continue;
    }
    const scanned = scanner.scan(real);
    tree.push(scanned);
    for (const other of scanned.others) folders.push(other); // one by one: push(...others) fails with too many arguments
    for (const name of pack.folder === real ? pack.dependencies : []) {
      const other = scanner.packages.find(pack, name);
      if (other !== undefined) folders.push(other.folder);
    }
  }
  const listed = [...fixtures].flatMap(([folder, { usesCapsule }]) => (usesCapsule ? [folder] : []));
  tree.sort((a, b) => a.pack.folder.localeCompare(b.pack.folder));
  return { tree, fixtures: listed.sort(), unread };
}

/**
 * The packages without an addon for this platform. Such a package is a fault if it is the examined one, if another
 * package depends on it, or if it is not private. Otherwise it is an optional part of a repository, such as an example.
 */
function withoutAddon(tree: readonly ScannedFolder[], start: string, packages: Packages) {
  const problems: DoctorProblem[] = [];
  const unbuilt: DoctorProblem[] = [];
  const missing = tree.flatMap((scanned) => {
    const problem = missingAddon(scanned);
    return problem === undefined ? [] : [{ pack: scanned.pack, problem }];
  });
  if (missing.length === 0) return { problems, unbuilt };
  const needed = new Set([packages.of(start).folder]);
  for (const { pack } of tree) {
    for (const name of pack.dependencies) {
      const other = pack.optional.has(name) ? undefined : packages.find(pack, name);
      if (other !== undefined) needed.add(other.folder);
    }
  }
  for (const { pack, problem } of missing)
    (pack.isPrivate && !needed.has(pack.folder) ? unbuilt : problems).push(problem);
  return { problems, unbuilt };
}

/** Compares the prebuilt binaries of each platform with each other. */
function prebuiltOf(tree: readonly ScannedFolder[], scanner: FolderScanner, unread: DoctorUnread[]): DoctorPrebuilt[] {
  const known = new Set(tree.flatMap(({ addons }) => addons.map(({ file }) => file)));
  const platforms = new Set(tree.flatMap(({ prebuilt }) => prebuilt.map(({ platform }) => platform)));
  return [...platforms].sort().map((platform) => {
    const own = new FolderScanner({ platform, scanner });
    const scanned = tree.filter(({ prebuilt }) => prebuilt.length > 0).map(({ folder }) => own.scan(folder));
    const check = new ConsumerCheck(own);
    const consumers = consumersOf(scanned, check);
    for (const { file, why, isForPlatform } of scanned.flatMap(({ addons }) => addons))
      if (why !== undefined && isForPlatform && !known.has(file)) unread.push({ file, why });
    unread.push(...check.unread);
    return {
      platform,
      producers: scanned.flatMap(({ contracts }) => contracts.producers),
      consumers,
      problems: scanned.flatMap((each) => misplaced(each, platform)),
    };
  });
}
