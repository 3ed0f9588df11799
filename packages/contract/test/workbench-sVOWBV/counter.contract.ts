import { bool, constPtr, defineContract, f64, fn, mutPtr, nothing, opaque, u64, usize } from '@capsule/contract';

const counter = opaque('counter', { doc: 'The state of a counter.' });
const state = mutPtr(counter);
const about = { since: '1.0', thread: 'handle' } as const;

export default defineContract(
  '@acme/count/counter',
  '1.1',
  {
    next: fn(f64, { state }, { ...about, doc: 'The next number.' }),
    advance: fn(nothing, { state, n: u64 }, { ...about, doc: 'Skips n numbers.' }),
    peek: fn(f64, { self: constPtr(counter) }, { ...about, thread: 'any', doc: 'The next number, which stays.' }),
    fill: fn(bool, { state, out: mutPtr(f64), n: usize }, { ...about, since: '1.1', doc: 'The next n numbers.' }),
  },
  { kind: 'instance', languages: ['rust'] },
);
