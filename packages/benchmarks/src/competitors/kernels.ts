import { inspect, loadAddon } from '@capsule/core';
import { capsule } from '@capsule/fastmath';
import { type Competitor, Missing } from '../harness/competitor.js';

type Run = (kernel: string, n: number, count: number) => void;

interface Addon {
  open(given: typeof capsule): Run;
  /** How many bytes each kernel reads and writes for one element. */
  readonly bytes: Readonly<Record<string, number>>;
}

/**
 * The kernels of the variant that FASTMATH_CPU names. For `read`, reads as many bytes as each kernel touches instead.
 */
export async function load(variant: string): Promise<Competitor> {
  const { open, bytes } = loadAddon<Addon>(__dirname, 'kernels');
  const run = open(capsule);
  const label = inspect(capsule);
  const active = label.kind === 'table' ? label.variant : undefined;
  if (variant !== 'read' && active !== variant) throw new Missing(`this CPU runs ${active}`);
  const kernels = Object.entries(bytes).map(([name, each]): [string, Competitor['functions'][string]] => {
    if (variant !== 'read') return [name, ({ n }) => ({ batch: (count) => run(name, n, count) })];
    return [name, ({ n }) => ({ batch: (count) => run('read', (n * each) / 8, count) })];
  });
  return { functions: Object.fromEntries(kernels) };
}
