import { bool, callback, constPtr, defineContract, f32, f64, fn, i32, mutPtr, nothing, opaque, struct, usize } from '@capsule/contract';

export default defineContract('@acme/math', '1', {
  sum: fn(f64, { x: constPtr(f64), n: usize }, { since: '1.0', thread: 'any', doc: 'A sum.' }),
});
