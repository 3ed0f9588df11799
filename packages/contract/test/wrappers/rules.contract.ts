// Functions with each thread rule, which the tests of the debug mode call as they may not be called.
import { callback, contextOf, defineContract, f64, fn, mutPtr, nothing, opaque, owned, usize } from '@capsule/contract';

const counter = opaque('counter', { doc: 'Counts.', end: 'counter_free' });
const visit = callback('visit', nothing, { context: mutPtr(nothing) }, { doc: 'Is called.' });
const visiting = { visit, context: contextOf('visit') };
const since = '1.0';

export default defineContract(
  '@acme/rules',
  '1.1',
  {
    anywhere: fn(f64, { x: f64 }, { since, thread: 'any', doc: 'x + 1.' }),
    here: fn(f64, { x: f64 }, { since, thread: 'js', doc: 'x + 2.' }),
    alone: fn(nothing, visiting, { since, thread: 'one', doc: 'Calls back.' }),
    alone_too: fn(usize, {}, { since, thread: 'one', doc: 'One.' }),
    counter_new: fn(owned(counter), {}, { since, thread: 'any', doc: 'A counter.' }),
    counter_visit: fn(
      nothing,
      { counter: mutPtr(counter), ...visiting },
      { since, thread: 'handle', doc: 'Calls back.' },
    ),
    counter_swap: fn(
      nothing,
      { first: mutPtr(counter), second: mutPtr(counter) },
      { since, thread: 'handle', doc: 'Exchanges two counts.' },
    ),
    counter_free: fn(nothing, { counter: mutPtr(counter) }, { since, thread: 'handle', doc: 'Ends a counter.' }),
    later: fn(usize, {}, { since: '1.1', thread: 'one', doc: 'Two.' }),
  },
  { doc: 'For tests.' },
);
