/** A figure with the range of its rounds. */
export interface Measurement {
  /** The median of the rounds. */
  median: number;
  /** The lowest and the highest round. */
  low: number;
  high: number;
  /** The number of rounds; 1 for a figure that does not vary. */
  rounds: number;
}

/** The figure of one competitor for one function and length. */
export interface Row extends Measurement {
  /** The suite: `call-path`, `from-js`, `open`, `kernels`, `peers` or `accuracy`. */
  suite: string;
  /** The function: `add`, `mean`, `std of NumAcc4`. */
  function: string;
  /** The competitor: `capsule`, `pointer`, `numpy`. */
  competitor: string;
  /** The number of values; 0 for a function without an array. */
  n: number;
  /** The unit: nanoseconds per call, gigabytes (1e9 bytes) per second, or correct decimal digits. */
  unit: 'ns' | 'GB/s' | 'digits';
}

/** The machine and time of a run, and the competitors that were missing. */
export interface Meta {
  cpu: string;
  cores: number;
  /** Sizes of the CPU's caches as Linux reports them, `{ "L1": "48K" }`; empty on other systems. */
  caches: Record<string, string>;
  system: string;
  node: string;
  v8: string;
  /** The first line that the C compiler prints for --version. */
  compiler: string;
  /** The versions of competitors that are packages. */
  versions: Record<string, string>;
  /** Competitors that are not installed or cannot run here, with the reason. */
  missing: Record<string, string>;
  /** The time, in ISO 8601. */
  date: string;
  /** The commit of the repository, with `+` if files had been modified; `unknown` without git. */
  commit: string;
  /** The command of the run. */
  command: string;
  seconds: number;
}

/** The file that `--json` writes, and `--compare` and `--input` read. */
export interface Results {
  meta: Meta;
  rows: Row[];
}

/** Returns the median, the lowest and the highest value. */
export function summary(values: readonly number[]): Measurement {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (i: number): number => sorted[i] ?? Number.NaN;
  const middle = sorted.length / 2;
  const median = sorted.length % 2 === 1 ? at(Math.floor(middle)) : (at(middle - 1) + at(middle)) / 2;
  return { median, low: at(0), high: at(sorted.length - 1), rounds: sorted.length };
}
