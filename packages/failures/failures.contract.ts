// Functions whose promises are tested: of each kind of argument, result and order.
import {
  array,
  bool,
  defineContract,
  f64,
  fn,
  i64,
  mutArray,
  mutPtr,
  noMemory,
  nothing,
  opaque,
  out,
  outArray,
  owned,
  status,
  struct,
  usize,
} from '@capsule/contract';

const range = struct('range', { low: f64, high: f64 }, { doc: 'Two ends.' });
const counter = opaque('counter', { doc: 'Counts.', end: 'counter_free' });
const any = { since: '1.0', thread: 'any' } as const;
const handle = { since: '1.0', thread: 'handle' } as const;
const x = array(f64, 'n');
const n = usize;
const notFinite = { code: 'NOT_FINITE', expected: 'finite numbers', found: 'others' };

export default defineContract(
  '@capsule/failures',
  '1.0',
  {
    dot: fn(f64, { x, y: x, n }, { ...any, doc: 'The sum of products.' }),
    add: fn(nothing, { x, y: x, out: outArray(f64, 'n'), n }, { ...any, doc: 'out[i] = x[i] + y[i].' }),
    scale: fn(nothing, { a: f64, x: mutArray(f64, 'n'), n }, { ...any, doc: 'x[i] = a*x[i].' }),
    extent: fn(nothing, { x, n, range: out(range), total: out(f64) }, { ...any, doc: 'Ends, and the sum.' }),
    check: fn(status(bool, { false: notFinite }), { x, n }, { ...any, doc: 'Fails if a number is not finite.' }),
    twice: fn(i64, { x: i64 }, { ...any, doc: '2*x.' }),
    turn: fn(bool, {}, { since: '1.0', thread: 'one', doc: 'True.' }),
    counter_new: fn(owned(counter, noMemory), { start: usize }, { ...any, doc: 'A new counter.' }),
    counter_add: fn(usize, { counter: mutPtr(counter), x, n }, { ...handle, doc: 'Counts n values.' }),
    counter_free: fn(nothing, { counter: mutPtr(counter) }, { ...handle, doc: 'Ends a counter.' }),
  },
  { languages: ['javascript', 'promises'] },
);
