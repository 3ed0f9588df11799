import { loadAddon } from '@capsule/core';
import { call, type Group } from '../scenario.js';
import { binary } from './binaries.js';

/** Functions with deliberate bugs. The injection has to find each of them. */
export function control(): Group {
  const broken = loadAddon<Readonly<Record<string, (value?: unknown) => unknown>>>(__dirname, 'broken');
  const scenarios = Object.entries(broken).map(([name, run]) => call(name, () => run(7)));
  return { addons: [binary('@capsule/failures', 'broken')], scenarios };
}
