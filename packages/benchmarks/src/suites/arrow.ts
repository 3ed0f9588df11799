import { join } from 'node:path';
import { type Case, compete, type Suite } from '../harness/suite.js';

const competitors = ['arrow-capsule', 'arrow-ipc'];

export const suite: Suite = {
  name: 'arrow',
  question: 'What does it cost to hand an Arrow column of 80 MB to another addon, in a capsule or in the IPC format?',
  async run(context) {
    const n = context.quick ? 100_000 : 10_000_000;
    await compete(context, {
      suite: 'arrow',
      starts: competitors.map((competitor) => ({
        competitor,
        file: join(__dirname, '..', 'competitors', `${competitor}.js`),
      })),
      cases: ['hand over', 'mean'].map((name): Case => ({ function: name, n })),
      longest: n,
      rounds: context.quick ? 5 : 9,
      milliseconds: context.quick ? 8 : 200,
    });
  },
};
