import { constPtr, defineContract, f64, fn, nothing, usize } from '@capsule/contract';

const about = { since: '1.0', thread: 'any' } as const;

export default defineContract(
  '@capsule/benchmarks',
  '1.0',
  {
    empty: fn(nothing, {}, { ...about, doc: 'Does nothing, so that only the call is measured.' }),
    add: fn(f64, { a: f64, b: f64 }, { ...about, doc: 'a + b.' }),
    dot: fn(
      f64,
      { x: constPtr(f64), y: constPtr(f64), n: usize },
      {
        ...about,
        doc: 'x[0]*y[0] + ... + x[n-1]*y[n-1], in 8 lanes; n is a multiple of 8.',
      },
    ),
  },
  {
    doc: `Three functions that do as little as a function can, so that a benchmark of calls measures calls, and not
      fastmath.`,
  },
);
