import { loadAddon } from '@capsule/core';
import type { Competitor } from '../harness/competitor.js';

type Verb = (count: number, capsule: unknown) => void;
type Verbs = Record<'seal' | 'check' | 'open' | 'import', Verb>;

/** Seals, checks, opens and imports a capsule many times. */
export async function load(): Promise<Competitor> {
  const opening = loadAddon<Verbs>(__dirname, 'opening');
  const alone = (verb: Verb) => () => ({ batch: (count: number) => verb(count, undefined) });
  // The producer is loaded only for the operations that need its capsule: an import finds and loads it itself.
  const given = (verb: Verb) => () => {
    const { capsule }: typeof import('../capsule.js') = require('../capsule.js');
    return { batch: (count: number) => verb(count, capsule) };
  };
  return {
    functions: {
      seal: alone(opening.seal),
      check: given(opening.check),
      open: given(opening.open),
      import: alone(opening.import),
    },
  };
}
