import './loaded.mjs'; // before index.js

export * from '../bindings/fastmath.mjs';
export type * from './index.js';
export { createVector, threads } from './index.js'; // by their names: `export *` would also export __esModule
