import { loadAddon } from '@capsule/core';
import { capsule } from '../capsule.js';
import type { Competitor } from '../competitor.js';

type Verb = (count: number, given: typeof capsule) => void;
const verbs = ['seal', 'check', 'open', 'import'] as const;

/** Seals, checks, opens and imports, many times over. */
export async function load(): Promise<Competitor> {
  const opening = loadAddon<Record<(typeof verbs)[number], Verb>>(__dirname, 'opening');
  return {
    functions: Object.fromEntries(
      verbs.map((verb) => [verb, () => ({ batch: (count: number) => opening[verb](count, capsule) })]),
    ),
  };
}
