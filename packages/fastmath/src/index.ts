export { capsule } from './capsule.js';
export { axpy, type Comoments, comoments, dot, type Moments, minMax, moments, scale, sum } from './vectors.js';
