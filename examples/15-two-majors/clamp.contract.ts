import { defineContract, f64, fn, mutArray, nothing, usize } from '@capsule/contract';

// 1.x: as it was shipped. It has a file and a prefix of its own, and grows on.
export default defineContract(
  '@example/clamp',
  '1.1',
  {
    clamp: fn(
      nothing,
      { x: mutArray(f64, 'n'), n: usize, low: f64, high: f64 },
      { since: '1.0', thread: 'any', doc: 'Limits x[i] to low and high, in place.' },
    ),
    wrap: fn(
      nothing,
      { x: mutArray(f64, 'n'), n: usize, low: f64, high: f64 },
      { since: '1.1', thread: 'any', doc: 'Adds a multiple of high - low to x[i], so that low <= x[i] < high.' },
    ),
  },
  // Consumers that are built today run with 1.0 too, unless they call wrap.
  { target: '1.0', languages: ['cpp', 'javascript', 'rust'] },
);
