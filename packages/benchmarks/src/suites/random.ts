import { join } from 'node:path';
import type { Start } from '../harness/child-process.js';
import { compete, type Suite } from '../harness/suite.js';
import { pythonChild } from './peers.js';

const file = join(__dirname, '..', 'competitors', 'random.js');
/** How many numbers a call draws: opening a capsule, and a call of Python, then take no time. */
const n = 10_000;

export const suite: Suite = {
  name: 'random',
  question: 'What does a random number cost that C draws from a generator of another addon?',
  run: (context) =>
    compete(context, {
      suite: 'random',
      starts: [
        ...['pcg64', 'philox', 'xoshiro256', 'javascript'].map(
          (way): Start => ({ competitor: way, file, args: [way] }),
        ),
        pythonChild('random', 'numpy'),
      ],
      cases: [
        { function: 'uniform', n },
        { function: 'normal', n },
      ],
      convert: (nanoseconds) => nanoseconds / n,
      longest: n,
      rounds: context.quick ? 5 : 15,
      milliseconds: context.quick ? 8 : 20,
    }),
};
