export { type CallRow, callPath, type FunctionName, functions, type Way, ways } from './call-path.js';
