import { capsule } from '@capsule/fastmath';
import { createStats, type Stats } from './create-stats.js';

/** The statistics whose kernels are those of @capsule/fastmath. */
const ordinary: Stats = createStats(capsule);

// `export =` makes the methods of Stats the named exports of the package: an editor shows their documentation.
export = ordinary;
