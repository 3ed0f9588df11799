import { array, defineContract, f64, fn, outArray, usize } from '@capsule/contract';

// 2.x: the functions have other signatures.
export default defineContract(
  '@example/clamp',
  '2.0',
  {
    clamp: fn(
      usize,
      { x: array(f64, 'n'), out: outArray(f64, 'n', { mayBe: ['x'] }), n: usize, low: f64, high: f64 },
      {
        since: '2.0',
        thread: 'any',
        doc: 'Writes x[i], limited to low and high, to out. Returns the number of values that it changed.',
        requires: ['low <= high'],
      },
    ),
  },
  { prefix: 'clamp_v2', languages: ['cpp', 'javascript', 'rust'] },
);
