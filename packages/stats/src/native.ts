import { type Binaries, type Capsule, capsuleError, loadAddon } from '@capsule/core';

/** A sample that can be passed to C: JavaScript has already copied all other kinds of values to a Float64Array. */
export type Sample = Float64Array | Capsule;

/**
 * Statistics of samples that were checked and are long enough. Two objects implement them: the addon, and the fast
 * path, which passes larger samples on to the addon.
 */
export interface Backend {
  mean(x: Sample): number;
  sum(x: Sample): number;
  geometricMean(x: Sample): number;
  harmonicMean(x: Sample): number;
  /** Returns NaN also for unusable weights; then `out` contains NaN, the smallest weight and the sum of weights. */
  weightedMean(x: Sample, weights: Sample, out: Float64Array): number;
  variance(x: Sample, ddof: number): number;
  std(x: Sample, ddof: number): number;
  sem(x: Sample, ddof: number): number;
  min(x: Sample): number;
  max(x: Sample): number;
  /** Fills `out` with minimum and maximum. */
  minMax(x: Sample, out: Float64Array): void;
  /** Fills `out` with mean, std, variance, min, max, skewness and kurtosis. */
  describe(x: Sample, ddof: number, out: Float64Array): void;
  skewness(x: Sample): number;
  kurtosis(x: Sample): number;
  /** Fills `out` with the moments of order 0 to 4 about the mean. */
  centralMoments(x: Sample, out: Float64Array): void;
  /** Fills `out` with the moments of order 0 to 4 about `center`. */
  momentsAbout(x: Sample, center: number, out: Float64Array): void;
  /** Fills `out` with mean, rounding error of the mean, M2, M3, M4, their exponent, min and max. */
  summary(x: Sample, out: Float64Array): void;
  /** Fills `out` with a score for each value. */
  zscore(x: Sample, ddof: number, out: Float64Array): void;
  autocorrelation(x: Sample, lag: number): number;
  /** Fills `out` with the n - lag means of windows of lag + 1 values. */
  rollingMean(x: Sample, lag: number, out: Float64Array): void;
  rollingStd(x: Sample, ddof: number, lag: number, out: Float64Array): void;
  covariance(x: Sample, y: Sample, ddof: number): number;
  correlation(x: Sample, y: Sample): number;
  /**
   * Fills `out` with slope, intercept, r, r^2, standard errors of slope and intercept, residual std and Student's t.
   * Returns 0 for constant x.
   */
  linearRegression(x: Sample, y: Sample, out: Float64Array): number;
  median(x: Sample): number;
  /** Replaces positions in the sorted sample, from 0 to n - 1, by the values at them. */
  quantiles(x: Sample, positions: Float64Array): void;
  mad(x: Sample): number;
  mode(x: Sample): number;
  /** Fills `out` with a rank for each value. */
  rank(x: Sample, out: Float64Array): void;
  spearman(x: Sample, y: Sample): number;
  kendall(x: Sample, y: Sample): number;
  /** Fills `counts`, which has one element fewer than `edges`. */
  histogram(x: Sample, edges: Float64Array, counts: Float64Array): void;
}

/** Functions of the addon that call a C function in a capsule instead of a kernel. */
interface Callbacks {
  /** Returns the statistic of x; fills the arrays with those of resamples, and of x without one value. */
  bootstrap(
    kernels: Capsule<'@capsule/fastmath'>,
    generator: Capsule,
    statistic: number | Capsule,
    x: Sample,
    ddof: number,
    resamples: Float64Array,
    jackknife: Float64Array,
  ): number;
  adjust: Resampling['adjust'];
  map(f: Capsule, x: Sample, out: Float64Array): void;
  reduce(f: Capsule, x: Sample, initial: number): number;
  /** Returns a stats_outcome; fills `out` with value, error, evaluations and location. */
  integrate(
    f: Capsule,
    a: number,
    b: number,
    epsabs: number,
    epsrel: number,
    intervals: Float64Array,
    out: Float64Array,
  ): number;
}

/** The parts of bootstrap(), for statistics of which each is the index of a name. */
export interface Resampling {
  /** Fills `out` with the statistic of resamples. Nothing else may use the generator meanwhile. */
  resample(statistic: number, x: Sample, ddof: number, generator: Capsule, out: Float64Array): void;
  /** Fills `out` with the statistic of x without the value `first`, without the next, and so on. */
  jackknife(statistic: number, x: Sample, ddof: number, first: number, out: Float64Array): void;
  /**
   * Fills `out` with how many resamples are less than, and how many equal, the observed statistic; then the sums of
   * squares and cubes of deviations of the jackknife.
   */
  adjust(observed: number, resamples: Float64Array, jackknife: Float64Array, out: Float64Array): void;
}

/**
 * The same functions, computed on another thread. Their arguments must not be detached, shrunk or written until the
 * promise is settled.
 */
export type BackendOfPromises = Later<Backend> & Later<Resampling>;

type Later<Functions> = {
  readonly [Name in keyof Functions]: Functions[Name] extends (...args: infer Arguments) => infer Result
    ? (...args: Arguments) => Promise<Result>
    : never;
};

/** Why an Arrow column was rejected. */
export interface ArrowRefusal {
  /** A stats_arrow_fault. */
  readonly fault: number;
  readonly expected: string;
  readonly found: string;
  readonly advice: string;
}

/** What nextBatch() returns for a batch that can stay in the memory of its producer. */
export const IN_PLACE = 1;

/** Functions of the addon that read Arrow columns. */
interface ArrowReader {
  /**
   * Takes the capsules of a column.
   *
   * @param first - the schema of an array, or a stream
   * @param second - the array; undefined for a stream
   */
  openColumn(first: unknown, second: unknown, column: string | undefined): Capsule | ArrowRefusal;
  /** Returns 0 at the end, IN_PLACE, or 2 for a copy. Sets `sizes` to the numbers of values and of nulls. */
  nextBatch(reader: Capsule, sizes: Float64Array): number | ArrowRefusal;
  sealBatch(reader: Capsule): Capsule;
  /** Copies the values that are not null; if `out` has room for all, nulls become NaN. */
  copyBatch(reader: Capsule, out: Float64Array, mask: Uint8Array | undefined): void;
  /** Releases what a reader owns. */
  closeColumn(reader: Capsule): void;
  /** Returns another capsule of the memory of a data capsule, which nothing but endColumn() ends. */
  holdSample(x: Capsule): Capsule;
  /** Releases a column in the memory of its producer, or what holdSample() has returned. */
  endColumn(column: Capsule): void;
  /** Copies a sample into an array, from the index on. */
  copySample(x: Sample, out: Float64Array, index: number): void;
}

interface Addon extends Callbacks, ArrowReader {
  // Both return undefined if no exception can be thrown, because the thread is being terminated.
  open(capsule: Capsule<'@capsule/fastmath'>): Backend | undefined;
  openLater(capsule: Capsule<'@capsule/fastmath'>): BackendOfPromises | undefined;
  lengthOf(capsule: Capsule): number;
}

const binaries: Binaries = require('../binaries.cjs');
const addon = loadAddon<Addon>(binaries, 'stats');

/** Opens the table of kernels. The statistics that it returns call the kernels from C. */
export const open = (capsule: Capsule<'@capsule/fastmath'>): Backend => required(addon.open(capsule));

/** As open(), for statistics that compute on another thread. */
export const openLater = (capsule: Capsule<'@capsule/fastmath'>): BackendOfPromises =>
  required(addon.openLater(capsule));

function required<Native>(native: Native | undefined): Native {
  if (native !== undefined) return native;
  throw capsuleError(Error, 'ERR_CAPSULE_ENGINE_REFUSED', 'createStats(capsule)', {
    expected: 'Node-API to succeed',
    found: 'a thread that is being terminated',
  });
}

/** Returns the number of elements of a data capsule; -1 if it does not hold numbers in one dimension. */
export const lengthOfCapsule = (capsule: Capsule): number => addon.lengthOf(capsule);

export const callbacks: Callbacks = addon;

export const arrow: ArrowReader = addon;

/** An array for a statistic with several results. */
export const resultArray = (): Float64Array => new Float64Array(8);
