import type { Group } from '../scenario.js';
import { arrow } from './arrow.js';
import { control } from './control.js';
import { core } from './core.js';
import { end } from './end.js';
import { examples } from './examples.js';
import { fastmath } from './fastmath.js';
import { headers, wrapped } from './headers.js';
import { load } from './load.js';
import { promises } from './promises.js';
import { random } from './random.js';
import { stats } from './stats.js';

/** All groups. Each runs in its own child processes. */
export const groups: Readonly<Record<string, () => Group>> = {
  control,
  core,
  headers,
  wrapped,
  arrow,
  fastmath,
  stats,
  promises,
  random,
  load,
  end,
  examples,
};
