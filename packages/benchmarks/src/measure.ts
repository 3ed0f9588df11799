/** A figure, and how far it can be trusted. */
export interface Measurement {
  /** Nanoseconds a call: the median of the rounds. */
  median: number;
  /** The fastest and the slowest round. */
  low: number;
  high: number;
  rounds: number;
}

interface Competitor<Name> {
  readonly competitor: Name;
  /** Makes `count` calls. */
  run(count: number): unknown;
}

/** Nanoseconds that `run(count)` takes. */
function time(run: (count: number) => unknown, count: number): number {
  const start = process.hrtime.bigint();
  run(count);
  return Number(process.hrtime.bigint() - start);
}

/** How many calls take about `milliseconds`. */
function calibrate(run: (count: number) => unknown, milliseconds: number): number {
  let count = 100;
  while (count < 1e9) {
    const spent = time(run, count);
    if (spent > milliseconds * 1e5) return Math.max(100, Math.round((count * milliseconds * 1e6) / spent));
    count *= 4;
  }
  return count;
}

/**
 * Times competitors in turn, round after round, so that a machine whose speed drifts slows all of them.
 */
export function interleave<Name>(
  competitors: readonly Competitor<Name>[],
  { rounds = 11, milliseconds = 5 }: { rounds?: number; milliseconds?: number } = {},
): (Measurement & { competitor: Name })[] {
  const entries = competitors.map(({ competitor, run }) => ({
    competitor,
    run,
    count: calibrate(run, milliseconds),
    times: [] as number[],
  }));
  for (let round = 0; round < rounds; round++) {
    for (const { run, count, times } of entries) times.push(time(run, count) / count);
  }
  return entries.map(({ competitor, times }) => {
    const sorted = times.toSorted((a, b) => a - b);
    const at = (i: number): number => sorted[i] ?? Number.NaN;
    return { competitor, median: at(rounds >> 1), low: at(0), high: at(rounds - 1), rounds };
  });
}
