import type { Group } from '../scenario.js';
import { control } from './control.js';
import { core } from './core.js';
import { end } from './end.js';
import { examples } from './examples.js';
import { fastmath } from './fastmath.js';
import { headers, wrapped } from './headers.js';
import { load } from './load.js';
import { stats } from './stats.js';

/** Every group; each runs in processes of its own. */
export const groups: Readonly<Record<string, () => Group>> = {
  control,
  core,
  headers,
  wrapped,
  fastmath,
  stats,
  load,
  end,
  examples,
};
