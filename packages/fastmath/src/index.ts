export * from '../bindings/fastmath.js';
export { createVector, type Vector } from './create-vector.js';
export { threads } from './native.js';

/** What `export *` is compiled to. The helper of TypeScript calls methods that JavaScript can replace. */
// @ts-expect-error: only the compiled code calls it
function __exportStar(from: object, exported: object): void {
  Object.assign(exported, from);
}
