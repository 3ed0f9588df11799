export { capsule } from './capsule.js';
export type { Meta, Results, Row } from './results/results.js';
export { type CallRow, callPath, type FunctionName, functions, type Way, ways } from './suites/call-path.js';
