import { uniform } from '@capsule/test-support/samples';
import type { Competitor } from '../harness/competitor.js';

/** Functions of the JavaScript engine that compute the same as a kernel. */
export async function load(): Promise<Competitor> {
  const numbers = (n: number): Float64Array => {
    const next = uniform(1);
    return Float64Array.from({ length: n }, () => 1 + next());
  };
  const { sumPrecise } = Math as { sumPrecise?: (values: Iterable<number>) => number };
  return {
    functions: {
      // Sorts a copy, as the kernel does.
      sort: ({ n }) => {
        const [x, copy] = [numbers(n), new Float64Array(n)];
        return {
          batch: (count) => {
            for (let i = 0; i < count; i++) {
              copy.set(x);
              copy.sort();
            }
          },
        };
      },
      ...(sumPrecise && {
        sum_exact: ({ n }) => {
          const x = numbers(n);
          return {
            batch: (count) => {
              let all = 0;
              for (let i = 0; i < count; i++) all += sumPrecise(x);
              return all;
            },
          };
        },
      }),
    },
  };
}
