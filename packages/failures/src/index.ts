export { type Fault, failures, type Summary } from './supervise.js';
