import './loaded.mjs'; // before index.js

export type * from './index.js';
// Named one by one: `export *` would also export __esModule.
export {
  abs,
  add,
  argMinMax,
  axpy,
  capsule,
  comoments,
  createVector,
  cumsum,
  divide,
  dot,
  gather,
  histogram,
  minMax,
  moments,
  momentsWeighted,
  multiply,
  rank,
  scale,
  searchSorted,
  select,
  sort,
  sqrt,
  subtract,
  sum,
  sumExact,
  threads,
  widen,
} from './index.js';
