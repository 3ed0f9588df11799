import { type Measurement, summary } from '../results/results.js';

/** Makes `count` calls. */
export type Batch = (count: number) => unknown;

/** Returns the nanoseconds that `count` calls take. */
function time(run: Batch, count: number): number {
  const start = process.hrtime.bigint();
  run(count);
  return Number(process.hrtime.bigint() - start);
}

/** Returns the number of calls that take about `milliseconds`. */
export function calibrate(run: Batch, milliseconds: number): number {
  for (let count = 1; ; count *= 4) {
    const spent = time(run, count);
    if (spent > milliseconds * 1e5 || count > 1e9) {
      return Math.max(1, Math.round((count * milliseconds * 1e6) / spent));
    }
  }
}

/** Returns the nanoseconds of one call, the mean of `count` calls. */
export function timeBatch(run: Batch, count: number): number {
  return time(run, count) / count;
}

/** In each round, times all competitors in turn, so that a drifting speed of the machine affects all of them. */
export function interleave<Name>(
  competitors: readonly { readonly competitor: Name; run: Batch }[],
  { rounds = 11, milliseconds = 5 }: { rounds?: number; milliseconds?: number } = {},
): (Measurement & { competitor: Name })[] {
  const entries = competitors.map(({ competitor, run }) => ({
    competitor,
    run,
    count: calibrate(run, milliseconds),
    times: [] as number[],
  }));
  for (let round = 0; round < rounds; round++) {
    for (const { run, count, times } of entries) times.push(timeBatch(run, count));
  }
  return entries.map(({ competitor, times }) => ({ competitor, ...summary(times) }));
}
