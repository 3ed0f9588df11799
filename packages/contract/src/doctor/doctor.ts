import { realpathSync } from 'node:fs';
import { currentPlatform } from './addon.js';
import type { Diagnosis } from './diagnosis.js';
import { copiesOf, judge, missingAddon } from './judge.js';
import { contractsOf, type Place, Places } from './places.js';

/** Reports every producer and consumer in a folder tree, and whether they fit. Loads none of them. */
export function examine(folder: string): Diagnosis {
  const start = realpathSync(folder);
  const places = new Places();
  const tree = walk(start, places).sort((a, b) => a.pack.folder.localeCompare(b.pack.folder));
  const producers = tree.flatMap((place) => contractsOf(place, 'producers'));
  const consumers = tree.flatMap((place) =>
    contractsOf(place, 'consumers').map((consumer) => judge(consumer, place, places)),
  );
  const problems = tree.flatMap((place) => missingAddon(place) ?? []);
  return {
    folder: start,
    platform: currentPlatform,
    fits: problems.length === 0 && consumers.every(({ problem }) => problem === undefined),
    producers,
    consumers,
    unclear: tree.flatMap((place) => contractsOf(place, 'unclear')),
    problems,
    copies: copiesOf(producers),
    unread: tree.flatMap(({ unread, addons }) => [
      ...unread,
      ...addons.flatMap(({ file, why }) => (why === undefined ? [] : [{ file, why }])),
    ]),
  };
}

/** Reads a folder and all packages below it, each once, even if several links lead to it. */
function walk(start: string, places: Places): Place[] {
  const found: Place[] = [];
  const folders = [start];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const real = realpathSync(folder);
    if (places.has(real)) continue;
    const place = places.read(real);
    found.push(place);
    folders.push(...place.others);
  }
  return found;
}
