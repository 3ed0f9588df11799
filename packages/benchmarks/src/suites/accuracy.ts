import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digits, digitsOfRoot } from '@capsule/test-support/digits';
import { exactVariance, sample } from '@capsule/test-support/exact-statistics';
import { nist, norris, numAcc } from '@capsule/test-support/nist';
import { uniform, values } from '@capsule/test-support/samples';
import type { Child } from '../harness/child-process.js';
import { type Suite, startCompetitor } from '../harness/suite.js';
import { summary } from '../results/results.js';
import { peers } from './peers.js';

/** The data sets: the reference sets of NIST, and values far from 0. */
function samples(): [name: string, values: Float64Array][] {
  const next = uniform(9);
  return [
    ...Object.entries(nist).map(([name, { y }]): [string, Float64Array] => [name, Float64Array.from(y)]),
    ['Norris', Float64Array.from(norris.y)],
    ...numAcc.map(({ name, y }): [string, Float64Array] => [name, Float64Array.from(y)]),
    ['1e9 + U[0, 1)', values(10_000, () => 1e9 + next())],
  ];
}

export const suite: Suite = {
  name: 'accuracy',
  question: 'How many decimal digits of the mean and of the deviation are right?',
  async run(context) {
    const folder = mkdtempSync(join(tmpdir(), 'capsule-bench-'));
    const file = join(folder, 'x');
    const children: Child[] = [];
    try {
      for (const start of peers()) {
        const child = await startCompetitor(context, start);
        children.push(child);
        for (const [name, x] of child.missing === undefined ? samples() : []) {
          context.progress(`accuracy: ${child.competitor}, ${name}`);
          const exact = sample(x);
          writeFileSync(file, new Uint8Array(x.buffer));
          await child.data(x.length, file, file);
          for (const statistic of ['mean', 'std'] as const) {
            const title = `${statistic} of ${name}`;
            if (!child.functions.includes(statistic) || !context.isSelected(title, child.competitor)) continue;
            const value = Number(await child.value(statistic));
            const right = statistic === 'mean' ? digits(value, exact.mean) : digitsOfRoot(value, exactVariance(exact));
            const figure = summary([Math.max(0, right)]); // -Infinity if no digit is correct
            const { competitor } = child;
            context.add({ suite: 'accuracy', function: title, competitor, n: x.length, unit: 'digits', ...figure });
          }
        }
      }
    } finally {
      await Promise.all(children.map((child) => child.end()));
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
