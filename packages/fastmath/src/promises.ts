// By their names, as in index.ts.
export type * from '../bindings/fastmath.promises.js';
export {
  abs,
  add,
  axpy,
  comoments,
  cumsum,
  deviations,
  divide,
  dot,
  minMax,
  moments,
  momentsWeighted,
  multiply,
  rank,
  scale,
  sort,
  sqrt,
  subtract,
  sum,
  sumExact,
  widen,
} from '../bindings/fastmath.promises.js';
