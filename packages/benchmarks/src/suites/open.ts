import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Case, compete, type Suite } from '../harness/suite.js';
import { summary } from '../results/results.js';

const verbs = ['seal', 'check', 'open', 'import'];

export const suite: Suite = {
  name: 'open',
  question: 'What does opening a capsule cost, the first time and again?',
  async run(context) {
    const file = join(__dirname, '..', 'competitors', 'opening.js');
    const cases = verbs.map((verb): Case => ({ function: verb, n: 0 }));
    const rounds = context.quick ? 5 : 15;
    await compete(context, {
      suite: 'open',
      starts: [{ competitor: 'again', file }],
      cases,
      longest: 0,
      rounds,
      milliseconds: context.quick ? 8 : 20,
    });
    // An operation is the first only once in a process, so each round needs a new process.
    for (const verb of verbs.filter((each) => context.isSelected(each, 'first'))) {
      context.progress(`open: first ${verb}`);
      const first = () =>
        Number(execFileSync(process.execPath, [join(__dirname, '..', 'competitors', 'opening-once.js'), verb]));
      const times = Array.from({ length: rounds }, first);
      context.add({ suite: 'open', function: verb, competitor: 'first', n: 0, unit: 'ns', ...summary(times) });
    }
  },
};
