export * from '../bindings/fastmath.js'; // the functions of the contract
export { createVector, type Vector } from './create-vector.js';
export { threads } from './threads.js';
