import { capsule } from '@capsule/fastmath';
import { createStats } from './create-stats.js';

export { createStats, type Stats } from './create-stats.js';

const stats = createStats(capsule);

export const { mean } = stats;
