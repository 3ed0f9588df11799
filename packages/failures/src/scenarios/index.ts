import type { Group } from '../scenario.js';
import { control } from './control.js';
import { core } from './core.js';
import { fastmath } from './fastmath.js';
import { headers } from './headers.js';
import { stats } from './stats.js';

/** Every group; each runs in processes of its own. */
export const groups: Readonly<Record<string, () => Group>> = { control, core, headers, fastmath, stats };
