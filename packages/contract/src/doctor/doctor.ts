import { realpathSync } from 'node:fs';
import { whyUnread } from '../read-file.js';
import { currentPlatform } from './addon.js';
import { ConsumerCheck, copiesOf, missingAddon } from './check-consumer.js';
import type { Diagnosis, DoctorUnread } from './diagnosis.js';
import { FolderScanner, type ScannedFolder } from './scan.js';

/** Lists every producer and consumer in a folder tree, and reports whether they fit. Loads none of them. */
export function examine(folder: string): Diagnosis {
  const start = realpathSync(folder);
  const scanner = new FolderScanner();
  const check = new ConsumerCheck(scanner);
  const unread: DoctorUnread[] = [];
  const tree = walk(start, scanner, unread).sort((a, b) => a.pack.folder.localeCompare(b.pack.folder));
  const producers = tree.flatMap(({ contracts }) => contracts.producers);
  const consumers = tree.flatMap((scanned) =>
    scanned.contracts.consumers.flatMap((consumer) => check.check(consumer, scanned) ?? []),
  );
  const problems = tree.flatMap((scanned) => missingAddon(scanned) ?? []);
  return {
    folder: start,
    platform: currentPlatform,
    fits: problems.length === 0 && consumers.every(({ problem }) => problem === undefined),
    producers,
    consumers,
    unclear: tree.flatMap(({ contracts }) => contracts.unclear),
    problems,
    copies: copiesOf(producers),
    unread: [
      ...unread,
      ...tree.flatMap((scanned) => [
        ...scanned.unread,
        ...scanned.addons.flatMap(({ file, why }) => (why === undefined ? [] : [{ file, why }])),
      ]),
      ...check.unread,
    ],
  };
}

/** Scans a folder and all packages below it, each once, even if several links lead to it. */
function walk(start: string, scanner: FolderScanner, unread: DoctorUnread[]): ScannedFolder[] {
  const found: ScannedFolder[] = [];
  const folders = [start];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    let real: string;
    try {
      real = realpathSync(folder);
    } catch (error) {
      unread.push({ file: folder, why: whyUnread(error) }); // the folder was removed after it was listed
      continue;
    }
    if (scanner.has(real)) continue;
    const scanned = scanner.scan(real);
    found.push(scanned);
    for (const other of scanned.others) folders.push(other); // one by one: push(...others) fails with too many arguments
  }
  return found;
}
