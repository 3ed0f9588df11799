// A contract with every meaning, which the tests of the safe languages build and call.
import {
  array,
  bool,
  callback,
  constPtr,
  contextOf,
  defineContract,
  f32,
  f64,
  fn,
  i8,
  i32,
  i64,
  isize,
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
  u8,
  u32,
  usize,
} from '@capsule/contract';

const range = struct(
  'range',
  { low: f64, high: f64, n: usize },
  { doc: 'Two ends.', fields: { n: 'number of values' } },
);
const counter = opaque('counter', { doc: 'Counts values.', end: 'counter_free' });
const visit = callback('visit', f64, { x: f64, context: mutPtr(nothing) }, { doc: 'f(x).' });
const notSorted = {
  code: 'NOT_SORTED',
  expected: 'x in ascending "order"??=',
  found: 'another\\one',
  advice: 'Sort it: x.sort().',
};

const v1_0 = { since: '1.0', thread: 'any' } as const;
const v1_1 = { since: '1.1', thread: 'any' } as const;
const one = { since: '1.0', thread: 'handle' } as const;
const x = array(f64, 'n');
const n = usize;

export default defineContract(
  '@acme/signal',
  '1.1',
  {
    // Arrays that are read.
    sum: fn(f64, { x, n }, { ...v1_0, doc: 'x[0] + ... + x[n-1].', args: { x: 'the values' } }),
    dot: fn(f64, { x, y: x, n }, { ...v1_0, doc: 'x[0]*y[0] + ... + x[n-1]*y[n-1].' }),
    count_bytes: fn(usize, { text: array(u8, 'n'), n: u32, value: u8 }, { ...v1_0, doc: 'How often a byte occurs.' }),
    norm3: fn(f64, { x: array(f64, 3) }, { ...v1_0, doc: 'The length of a vector in space.' }),
    steps: fn(
      nothing,
      { x, out: outArray(f64, 'n - 1'), n },
      { ...v1_0, doc: 'out[i] = x[i+1] - x[i].', requires: ['n >= 1'] },
    ),
    tiny: fn(i32, { x: array(i8, 'n'), n: i8 }, { ...v1_0, doc: 'The sum of up to 127 numbers.' }),

    // Arrays that are written.
    add: fn(
      nothing,
      { x, y: x, out: outArray(f64, 'n', { mayBe: ['x', 'y'] }), n },
      { ...v1_0, doc: 'out[i] = x[i] + y[i].' },
    ),
    edges: fn(nothing, { x, out: outArray(f64, 'n + 1'), n }, { ...v1_0, doc: 'Bin edges around sorted values.' }),
    scale: fn(nothing, { a: f64, x: mutArray(f32, 'n'), n }, { ...v1_0, doc: 'x[i] = a*x[i].' }),
    move: fn(
      nothing,
      { x, out: outArray(f64, 'n', { mayOverlap: 'x' }), n },
      { ...v1_0, doc: 'out[i] = x[i], where the arrays may overlap.' },
    ),
    swap: fn(nothing, { x: mutArray(f64, 'n'), y: mutArray(f64, 'n'), n }, { ...v1_0, doc: 'Exchanges x and y.' }),
    zigzag: fn(nothing, { out: outArray(i32, 'n'), n }, { ...v1_0, doc: 'out[i] = i or -i.' }),

    // Results.
    extent: fn(
      nothing,
      { x, n, range: out(range) },
      { ...v1_0, doc: 'The least and the greatest value, and their number.', requires: ['n >= 1'] },
    ),
    mean_and_sum: fn(
      nothing,
      { x, n, mean: out(f64), total: out(f64) },
      { ...v1_0, doc: 'Two results.', requires: ['n >= 1'] },
    ),
    find: fn(
      bool,
      { x, n, value: f64, at: out(usize) },
      { ...v1_0, doc: 'Whether and where a value is; the last index is n.' },
    ),
    big: fn(i64, { x: i64, y: isize, yes: bool }, { ...v1_0, doc: 'x + y, or x - y.' }),

    // Failures.
    median: fn(
      status(i32, { 1: noMemory, '-2': notSorted }),
      { x, n, width: usize, low: f64, high: f64, median: out(f64) },
      {
        ...v1_0,
        doc: 'The middle of sorted x. Fails with -2 if it is not sorted, with 1 if the width is 7, with 9 if it is 9.',
        requires: ['n >= 1', 'width >= 1', 'low < high', 'low != 0.5', 'width >= low'],
        assumes: ['x has no NaN'],
      },
    ),
    check: fn(status(bool, { false: notSorted }), { x, n }, { ...v1_0, doc: 'Fails if x is not sorted.' }),

    // Handles.
    counter_new: fn(owned(counter), { limit: usize }, { ...v1_0, doc: 'A new counter. Fails if the limit is 0.' }),
    counter_add: fn(
      status(bool, { false: { code: 'LIMIT_REACHED', expected: 'fewer values', found: 'more than the limit' } }),
      { counter: mutPtr(counter), x, n },
      { ...one, doc: 'Counts n values.' },
    ),
    counter_total: fn(usize, { counter: constPtr(counter) }, { ...one, doc: 'How many were counted.' }),
    counter_merge: fn(
      nothing,
      { into: mutPtr(counter), from: constPtr(counter) },
      { ...one, doc: 'Adds the count of another counter.' },
    ),
    counter_free: fn(nothing, { counter: mutPtr(counter) }, { ...one, doc: 'Ends a counter.' }),
    counters: fn(usize, {}, { ...v1_0, doc: 'How many counters there are.' }),

    // Thread rules and callbacks.
    ticket: fn(usize, {}, { since: '1.0', thread: 'one', doc: 'One more than the last call returned.' }),
    here: fn(usize, {}, { since: '1.0', thread: 'js', doc: 'One.' }),
    integrate: fn(
      f64,
      { visit, context: contextOf('visit'), low: f64, high: f64 },
      { ...v1_0, doc: 'The mean of f at both ends, times their distance.' },
    ),

    // Not offered: the pointer has no meaning.
    raw: fn(f64, { x: constPtr(f64) }, { ...v1_0, doc: 'x[0].' }),

    // A later minor.
    range: fn(nothing, { x, n, range: out(range) }, { ...v1_1, doc: 'As extent, for any n.' }),
    pi: fn(f64, {}, { ...v1_1, doc: 'The number pi.' }),
  },
  { doc: 'For tests.', languages: ['cpp', 'javascript', 'promises', 'rust'] },
);
