import { constPtr, defineContract, f64, fn, usize } from '@capsule/contract';

export default defineContract(
  '@capsule/fastmath',
  '1.0',
  {
    sum: fn(
      f64,
      { x: constPtr(f64), n: usize },
      {
        since: '1.0',
        thread: 'any',
        doc: 'x[0] + ... + x[n-1]; 0 when n is 0.',
        args: { x: 'n values', n: 'how many' },
      },
    ),
    dot: fn(
      f64,
      { x: constPtr(f64), y: constPtr(f64), n: usize },
      {
        since: '1.0',
        thread: 'any',
        doc: 'x[0]*y[0] + ... + x[n-1]*y[n-1]; 0 when n is 0. x and y may overlap.',
        args: { x: 'n values', y: 'n values', n: 'how many' },
      },
    ),
  },
  {
    doc: `Vector kernels over double. Pointers need the alignment of a double and no more; where n is 0, no
      pointer is read. Every variant gives the same bits, in one defined order of operations; any NaN counts
      as any NaN.`,
  },
);
