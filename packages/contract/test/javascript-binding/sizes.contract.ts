// Functions with arrays of sizes, options and elements at equal distances: in JavaScript they are not those of C.
import {
  array,
  bool,
  constPtr,
  defineContract,
  f64,
  fn,
  isize,
  mutArray,
  nothing,
  out,
  outArray,
  status,
  u64,
  usize,
} from '@capsule/contract';

const any = { since: '1.0', thread: 'any' } as const;
const failed = { code: 'NO_ROOM', expected: 'less than 9', found: '9 or more' };

export default defineContract(
  '@acme/sizes',
  '1.0',
  {
    reverse: fn(nothing, { k: mutArray(usize, 'n'), n: usize }, { ...any, doc: 'Reverses k.' }),
    less: fn(
      status(bool, { false: failed }),
      { k: array(isize, 'n'), out: outArray(isize, 'n', { mayBe: 'k' }), n: usize },
      { ...any, doc: 'out[i] = k[i] - 1. Fails, and has written, where k[i] is 9 or more.' },
    ),
    pick: fn(
      nothing,
      { x: array(f64, 'n'), n: usize, k: array(usize, 'count'), count: usize, out: outArray(f64, 'count') },
      {
        since: '1.0',
        thread: 'one',
        doc: 'out[j] = x[k[j]]; k is ascending.',
        javascript: { newResults: true, args: { k: { numbers: true, index: 'x', ascending: true } } },
      },
    ),
    first: fn(
      nothing,
      { x: array(f64, 'n'), n: usize, value: f64, place: out(usize), found: out(bool) },
      { ...any, doc: 'Where x has a value.', javascript: { result: 'place', args: { place: { index: 'x' } } } },
    ),
    ramp: fn(nothing, { n: usize, out: outArray(f64, 'n + 1') }, { ...any, doc: 'out[i] = i.' }),
    fall: fn(nothing, { n: u64, out: outArray(f64, 'n - 1') }, { ...any, doc: 'out[i] = n - i.' }),
    add_every: fn(
      f64,
      { x: constPtr(f64), stride: isize, n: usize, y: array(f64, 3), twice: bool },
      {
        ...any,
        doc: 'Adds x[i*stride]*y[i % 3].',
        javascript: {
          requires: [{ that: 'n < 4', code: 'TOO_MANY', expected: 'n to be less than 4' }],
          args: {
            x: { stride: 'stride', count: 'n' },
            twice: { option: 'times', choices: { once: false, twice: true } },
          },
        },
      },
    ),
  },
  { languages: ['javascript', 'promises'] },
);
