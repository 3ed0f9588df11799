import { callPath, functions, ways } from '../harness/call-path.js';
import type { Suite } from '../harness/suite.js';

/** Lengths of dot; the others take no array. */
const lengths = { empty: [0], add: [0], dot: [8, 64, 512] } as const;

export const suite: Suite = {
  name: 'call-path',
  question: 'What does a call from C to C cost, by each way there is?',
  async run(context) {
    for (const name of functions) {
      const wanted = ways.filter((way) => context.wanted(name, way));
      if (wanted.length === 0) continue;
      for (const n of lengths[name]) {
        context.progress(`call-path: ${name}${n > 0 ? ` of ${n}` : ''}`);
        const rows = callPath(name, n, { ways: wanted, rounds: context.quick ? 41 : 151, milliseconds: 1 });
        for (const row of rows) context.add({ suite: 'call-path', unit: 'ns', ...row });
      }
    }
  },
};
