// Functions that take as long as the tests want, and that notice calls at the same time.
import {
  array,
  bool,
  constPtr,
  defineContract,
  f64,
  fn,
  mutArray,
  mutPtr,
  noMemory,
  nothing,
  opaque,
  outArray,
  owned,
  status,
  u32,
  usize,
} from '@capsule/contract';

const clock = opaque('clock', { doc: 'A clock.', end: 'clock_free' });
const any = { since: '1.0', thread: 'any' } as const;
const one = { since: '1.0', thread: 'one' } as const;
const handle = { since: '1.0', thread: 'handle' } as const;
const overlapped = { code: 'OVERLAPPED', expected: 'one call at a time', found: 'another' };

export default defineContract(
  '@acme/work',
  '1.0',
  {
    pause: fn(u32, { ms: u32 }, { ...any, doc: 'Waits. Returns how many calls have begun before.' }),
    begun: fn(u32, {}, { ...any, doc: 'How many calls of pause() have begun.' }),
    total: fn(f64, { x: array(f64, 'n'), n: usize, ms: u32 }, { ...any, doc: 'Waits, then adds.' }),
    copy: fn(nothing, { x: array(f64, 'n'), out: outArray(f64, 'n'), n: usize, ms: u32 }, { ...any, doc: 'Waits.' }),
    negate: fn(nothing, { x: mutArray(f64, 'n'), n: usize, ms: u32 }, { ...any, doc: 'Waits, then changes signs.' }),

    turn: fn(status(bool, { false: overlapped }), { ms: u32 }, { ...one, doc: 'Waits. Fails during another call.' }),
    number: fn(usize, { ms: u32 }, { ...one, doc: 'Waits. One more than the last call returned.' }),

    clock_new: fn(owned(clock), { ms: u32 }, { ...any, doc: 'Waits, then makes a clock.' }),
    clock_tick: fn(
      usize,
      { clock: mutPtr(clock), ms: u32 },
      { ...handle, doc: 'Waits. Returns how often the clock has ticked, or 0 during another call.' },
    ),
    clock_meet: fn(
      bool,
      { clock: mutPtr(clock), number: u32 },
      { ...handle, doc: 'Waits until as many clocks meet. Whether they do, within some seconds.' },
    ),
    clock_look: fn(
      bool,
      { clock: constPtr(clock), number: u32 },
      { ...any, doc: 'Waits until as many calls look at the clock. Whether they do, within some seconds.' },
    ),
    clock_set: fn(
      status(u32, { 1: noMemory, 2: overlapped }),
      { to: mutPtr(clock), from: constPtr(clock), ms: u32 },
      { ...handle, doc: 'Waits, then sets a clock by another one.' },
    ),
    clock_free: fn(nothing, { clock: mutPtr(clock) }, { ...handle, doc: 'Ends a clock.' }),
    clocks: fn(u32, {}, { ...any, doc: 'How many clocks there are.' }),
  },
  { languages: ['javascript', 'promises'] },
);
