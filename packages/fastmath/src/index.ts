export { capsule } from './capsule.js';
export { createVector, type Vector } from './create-vector.js';
export { axpy, type Comoments, comoments, dot, type Moments, minMax, moments, scale, sum } from './vectors.js';
