export * from '../bindings/fastmath.mjs'; // first: it loads the addon
export { createVector, threads, type Vector } from './index.js';
