import { array, defineContract, f64, fn, usize } from '@capsule/contract';

const args = { x: array(f64, 'n'), y: array(f64, 'n'), n: usize };

export default defineContract(
  '@example/distance',
  '1.0',
  {
    manhattan: fn(f64, args, { since: '1.0', thread: 'any', doc: 'Sum of |x[i] - y[i]|; 0 when n is 0.' }),
    chebyshev: fn(f64, args, { since: '1.0', thread: 'any', doc: 'Largest |x[i] - y[i]|; 0 when n is 0.' }),
  },
  { languages: ['javascript', 'promises', 'rust'] }, // the C headers and the types are always generated
);
