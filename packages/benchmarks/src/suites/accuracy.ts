import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digits, digitsOfRoot } from '@capsule/test-support/digits';
import { exactVariance, sample } from '@capsule/test-support/exact-statistics';
import { nist, norris, numAcc } from '@capsule/test-support/nist';
import { uniform, values } from '@capsule/test-support/samples';
import { Child } from '../harness/child-process.js';
import type { Suite } from '../harness/suite.js';
import { peers } from './peers.js';

/** The reference sets of NIST, and values far from 0. */
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
        const child = await Child.start(start);
        children.push(child);
        if (child.missing !== undefined) context.missing(child.competitor, child.missing);
        else if (child.version !== undefined) context.version(child.competitor, child.version);
        for (const [name, x] of child.missing === undefined ? samples() : []) {
          context.progress(`accuracy: ${child.competitor}, ${name}`);
          const exact = sample(x);
          writeFileSync(file, new Uint8Array(x.buffer));
          await child.data(x.length, file, file);
          for (const of of ['mean', 'std'] as const) {
            if (!child.functions.includes(of) || !context.isSelected(`${of} of ${name}`, child.competitor)) continue;
            const value = Number(await child.value(of));
            const right = of === 'mean' ? digits(value, exact.mean) : digitsOfRoot(value, exactVariance(exact));
            const figure = Math.max(0, right); // -Infinity where nothing is right
            context.add({
              suite: 'accuracy',
              function: `${of} of ${name}`,
              competitor: child.competitor,
              n: x.length,
              unit: 'digits',
              median: figure,
              low: figure,
              high: figure,
              rounds: 1,
            });
          }
        }
      }
    } finally {
      await Promise.all(children.map((child) => child.end()));
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
