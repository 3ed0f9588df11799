export { histogram, type SearchSortedOptions, searchSorted } from './binning.js';
export { capsule } from './capsule.js';
export { createVector, type Vector } from './create-vector.js';
export { abs, add, axpy, cumsum, divide, multiply, scale, sqrt, subtract, widen } from './elementwise.js';
export { type GatherOptions, gather } from './gather.js';
export {
  argMinMax,
  type Comoments,
  comoments,
  dot,
  type Moments,
  minMax,
  moments,
  momentsWeighted,
  sum,
  sumExact,
  type WeightedMoments,
} from './reductions.js';
export { rank, select, sort } from './sorting.js';
export { threads } from './threads.js';
