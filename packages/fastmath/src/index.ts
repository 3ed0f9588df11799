export { capsule } from './capsule.js';
export { createVector, type Vector } from './create-vector.js';
export { abs, add, cumsum, divide, multiply, sqrt, subtract } from './elementwise.js';
export { rank, sort } from './order.js';
export { threads } from './threads.js';
export {
  argMinMax,
  axpy,
  type Comoments,
  comoments,
  dot,
  type Moments,
  minMax,
  moments,
  scale,
  sum,
  sumExact,
} from './vectors.js';
