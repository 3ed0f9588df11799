import { capsule } from '@capsule/fastmath';
import { createStats } from './create-stats.js';
import type { StatsPromises } from './types.js';

/** The statistics whose kernels are those of @capsule/fastmath. */
const ordinary: StatsPromises = createStats(capsule);

// `export =` makes the methods of StatsPromises the named exports: an editor shows their documentation.
export = ordinary;
