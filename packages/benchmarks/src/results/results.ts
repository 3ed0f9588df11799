/** A figure, and how far it can be trusted. */
export interface Measurement {
  /** The median of the rounds. */
  median: number;
  /** The lowest and the highest round. */
  low: number;
  high: number;
  /** How many rounds; 1 for what does not vary. */
  rounds: number;
}

/** What a competitor took for a function, or how good it was. */
export interface Row extends Measurement {
  /** The question: `call-path`, `from-js`, `open`, `kernels`, `peers` or `accuracy`. */
  suite: string;
  /** What was measured: `add`, `mean`, `std of NumAcc4`. */
  function: string;
  /** By whom: `capsule`, `pointer`, `numpy`. */
  competitor: string;
  /** How many values the function was given; 0 where it takes none. */
  n: number;
  /** Nanoseconds a call, gigabytes (1e9 bytes) a second, or correct decimal digits. */
  unit: 'ns' | 'GB/s' | 'digits';
}

/** Where and when, and what was not there to be measured. */
export interface Meta {
  cpu: string;
  cores: number;
  /** Sizes of the CPU's caches as the system tells them: `{ "L1": "48K" }`; empty where it does not. */
  caches: Record<string, string>;
  system: string;
  node: string;
  v8: string;
  /** First line of the C compiler's --version. */
  compiler: string;
  /** Versions of competitors. */
  versions: Record<string, string>;
  /** Competitors that are not installed, or cannot run here, and why. */
  missing: Record<string, string>;
  /** ISO 8601. */
  date: string;
  /** Commit of the repository, with `+` where files were changed since; `unknown` without git. */
  commit: string;
  /** The command that repeats it. */
  command: string;
  seconds: number;
}

/** What `--json` writes, and `--compare` and `--input` read. */
export interface Results {
  meta: Meta;
  rows: Row[];
}

/** Median, lowest and highest of some rounds. */
export function summary(values: readonly number[]): Measurement {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (i: number): number => sorted[i] ?? Number.NaN;
  const middle = sorted.length / 2;
  const median = sorted.length % 2 === 1 ? at(Math.floor(middle)) : (at(middle - 1) + at(middle)) / 2;
  return { median, low: at(0), high: at(sorted.length - 1), rounds: sorted.length };
}
