import { constPtr, defineContract, f64, fn, usize } from '@capsule/contract';

const args = { x: constPtr(f64), y: constPtr(f64), n: usize };

export default defineContract(
  '@example/distance',
  '1.0',
  {
    manhattan: fn(f64, args, { since: '1.0', thread: 'any', doc: 'Sum of |x[i] - y[i]|; 0 when n is 0.' }),
    chebyshev: fn(f64, args, { since: '1.0', thread: 'any', doc: 'Largest |x[i] - y[i]|; 0 when n is 0.' }),
  },
  { languages: ['rust'] }, // for consumers in Rust; the C headers and the types are always generated
);
