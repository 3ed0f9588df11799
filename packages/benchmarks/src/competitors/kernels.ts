import { inspect, loadAddon } from '@capsule/core';
import { capsule } from '@capsule/fastmath';
import { type Competitor, Missing } from '../harness/competitor.js';
import { bytes } from '../kernel-bytes.js';

type Run = (kernel: string, n: number, count: number) => void;

/** The variant that FASTMATH_CPU names; or, as `read`, what memory allows where a kernel works. */
export async function load(variant: string): Promise<Competitor> {
  const run = loadAddon<{ open(given: typeof capsule): Run }>(__dirname, 'kernels').open(capsule);
  const label = inspect(capsule);
  const active = label.kind === 'table' ? label.variant : undefined;
  if (variant !== 'read' && active !== variant) throw new Missing(`this CPU runs ${active}`);
  const kernels = Object.entries(bytes).map(([name, each]): [string, Competitor['functions'][string]] => {
    if (variant !== 'read') return [name, ({ n }) => ({ batch: (count) => run(name, n, count) })];
    // As many bytes as the kernel touches, which may be of two arrays.
    return [name, ({ n }) => ({ batch: (count) => run('read', (n * each) / 8, count) })];
  });
  return { functions: Object.fromEntries(kernels) };
}
