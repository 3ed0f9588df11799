export { type CallRow, callPath, type FunctionName, functions, type Way, ways } from './call-path.js';
export { capsule } from './capsule.js';
export type { Meta, Results, Row } from './rows.js';
