export { capsule } from './capsule.js';
