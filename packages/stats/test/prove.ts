// What is claimed of the digits of every statistic, beside the exact result.
import * as stats from '@capsule/stats';
import {
  absolute,
  exactly,
  type Fraction,
  isLess,
  log10,
  minus,
  over,
  plus,
  root,
  rootOf,
  sumOf,
  times,
  whole,
} from '@capsule/test-support/exact-arithmetic';
import {
  exactCovariance,
  exactKurtosis,
  exactLine,
  exactMoment,
  exactSkewness,
  exactVariance,
  powers,
  products,
  type Sample,
  sample,
} from '@capsule/test-support/exact-statistics';

/** A result, how many digits it has to have, and what its error is relative to where that is not the result itself. */
export type Claim = [name: string, digits: number, found: number, exact: Fraction, beside?: Fraction | undefined];

const one = whole(1);
const larger = (a: Fraction, b: Fraction) => (isLess(a, b) ? b : a);

/** From here on a number is rounded to infinity. */
const end = plus(exactly(Number.MAX_VALUE), exactly(2 ** 969));
/** Where numbers are subnormal, the unit of their last place is an error that nobody can avoid. */
const unit = exactly(Number.MIN_VALUE);

function digitsOf([, , found, exact, beside = whole(0)]: Claim): number {
  if (!isLess(absolute(exact), end)) return found === (exact.p < 0n ? -Infinity : Infinity) ? 16 : -Infinity;
  if (!Number.isFinite(found)) return -Infinity;
  const error = absolute(minus(exactly(found), exact));
  if (!isLess(unit, error)) return 16;
  const measure = larger(absolute(exact), absolute(beside));
  if (measure.p === 0n) return -Infinity;
  return log10(measure.p) - log10(measure.q) - log10(error.p) + log10(error.q);
}

/** The claims that do not hold, in words. */
export const failures = (claims: Iterable<Claim>): string[] =>
  [...claims]
    .filter((claim) => !(digitsOf(claim) >= claim[1]))
    .map((claim) => `${claim[0]}: ${digitsOf(claim).toFixed(1)} digits, not ${claim[1]}; ${claim[2]}`);

function* moments(x: Float64Array, e: Sample): Generator<Claim> {
  const [m2, m3, m4] = [exactMoment(e, 2), exactMoment(e, 3), exactMoment(e, 4)];
  yield ['moment 2', 14, stats.moment(x, 2), m2];
  // An odd moment may be 0: what it is made of counts.
  yield ['moment 3', 14, stats.moment(x, 3), m3, times(m2, rootOf(m2))];
  yield ['moment 4', 14, stats.moment(x, 4), m4];
  for (const center of [0, x[0] ?? 0]) {
    const d = minus(e.mean, exactly(center));
    const square = times(d, d);
    const about2 = plus(m2, square);
    const about3 = plus(plus(m3, times(times(whole(3), d), m2)), times(square, d));
    const mixed = plus(times(times(whole(4), d), m3), times(times(whole(6), square), m2));
    yield [`moment 1 about ${center}`, 15, stats.moment(x, 1, { center }), d, rootOf(about2)];
    yield [`moment 2 about ${center}`, 14, stats.moment(x, 2, { center }), about2];
    yield [`moment 3 about ${center}`, 14, stats.moment(x, 3, { center }), about3, times(about2, rootOf(about2))];
    const about4 = plus(plus(m4, mixed), times(square, square));
    yield [`moment 4 about ${center}`, 14, stats.moment(x, 4, { center }), about4];
  }
}

function* describes(name: string, found: stats.Description, e: Sample): Generator<Claim> {
  const variance = exactVariance(e);
  yield [`${name}mean`, 15, found.mean, e.mean];
  yield [`${name}variance`, 14, found.variance, variance];
  yield [`${name}std`, 14, found.std, rootOf(variance)];
  yield [`${name}skewness`, 12, found.skewness, exactSkewness(e), one];
  yield [`${name}kurtosis`, 12, found.kurtosis, exactKurtosis(e), one];
}

/** Everything that is said of one sample. */
export function* ofOne(x: Float64Array): Generator<Claim> {
  const e = sample(x);
  const n = whole(e.n);
  const { mean, variance, std, skewness, kurtosis } = stats;
  yield* describes('', { ...stats.describe(x), mean: mean(x), variance: variance(x), std: std(x) }, e);
  yield* describes('', { ...stats.describe(x), skewness: skewness(x), kurtosis: kurtosis(x) }, e);
  yield ['sum', 15, stats.sum(x), times(e.mean, n)];
  yield ['sem', 14, stats.sem(x), rootOf(over(exactVariance(e), n))];
  yield* moments(x, e);
  const deviation = rootOf(exactMoment(e, 2));
  for (const [i, score] of stats.zscore(x).slice(0, 50).entries()) {
    yield [`zscore ${i}`, 14, score, over(minus(exactly(x[i] ?? 0), e.mean), deviation), one];
  }
  const p = e.deviations.slice(1).reduce((sum, each, i) => sum + each * (e.deviations[i] ?? 0n), 0n);
  const lagged = times({ p, q: 1n }, times(e.unit, e.unit));
  yield ['autocorrelation', 14, stats.autocorrelation(x, 1), over(lagged, powers(e, 2)), one];
}

/** What is said of windows, of the first 60 values. */
export function* ofWindows(x: Float64Array): Generator<Claim> {
  const some = x.slice(0, 60);
  for (const window of x.length < 7 ? [2] : [2, 7]) {
    const deviations = stats.rollingStd(some, window);
    for (const [i, found] of stats.rollingMean(some, window).entries()) {
      const e = sample(some.subarray(i, i + window));
      yield [`mean of window ${i} of ${window}`, 15, found, e.mean];
      yield [`std of window ${i} of ${window}`, 14, deviations[i] ?? Number.NaN, rootOf(exactVariance(e))];
    }
  }
}

/** What an Accumulator says, in whatever pieces it was given the values. */
export const ofPieces = (accumulator: stats.Accumulator, x: Float64Array): Generator<Claim> =>
  describes('accumulated ', accumulator.describe(), sample(x));

/** Other means: of positive values, or of any. Their denominators grow with n. */
export function* ofMeans(x: Float64Array): Generator<Claim> {
  const fractions = Array.from(x, exactly);
  const weights = x.map((_, i) => 1 + (i % 5) / 8);
  const by = Array.from(weights, exactly);
  const weighted = (of: readonly Fraction[]) => over(sumOf(of.map((each, i) => times(each, by[i] ?? one))), sumOf(by));
  yield ['weightedMean', 15, stats.weightedMean(x, weights), weighted(fractions), weighted(fractions.map(absolute))];
  if (!x.every((value) => value > 0)) return;
  const reciprocals = sumOf(fractions.map((each) => over(one, each)));
  yield ['harmonicMean', 15, stats.harmonicMean(x), over(whole(x.length), reciprocals)];
  // What the mean to the n is off the product, is n times what the mean is off: in digits, and in units.
  const found = stats.geometricMean(x);
  const product = fractions.reduce(times);
  const power = ({ p, q }: Fraction): Fraction => ({ p: p ** BigInt(x.length), q: q ** BigInt(x.length) });
  const error = plus(times(exactly(found), { p: 1n, q: 10n ** 15n }), unit);
  const [low, high] = [power(minus(exactly(found), error)), power(plus(exactly(found), error))];
  if (isLess(product, low) || isLess(high, product)) yield ['geometricMean', 15, found, whole(0)];
}

/**
 * The probability of a slope, where an even number of degrees of freedom makes it a sum: 1 - r (1 + 1/2 s + 1*3/(2*4) s^2
 * ...), where s is 1 - r^2 (Abramowitz and Stegun, 26.7.4).
 */
function exactPValue(rSquared: Fraction, degrees: number): Fraction {
  // With 500 decimals: a probability may be as small as 1e-150.
  const all = 10n ** 500n;
  const square = (rSquared.p * all) / rSquared.q;
  let [term, sum] = [all, 0n];
  for (let k = 0; k < degrees / 2; k++) {
    sum += term;
    term = (((term * (all - square)) / all) * BigInt(2 * k + 1)) / BigInt(2 * k + 2);
  }
  return minus(one, root({ p: square * sum * sum, q: all * all * all }, 500));
}

/** Everything that is said of pairs. */
export function* ofPairs(x: Float64Array, y: Float64Array): Generator<Claim> {
  const [a, b] = [sample(x), sample(y)];
  const line = exactLine(a, b);
  const r = rootOf(line.rSquared);
  const signed = products(a, b).p < 0n ? minus(whole(0), r) : r;
  const found = stats.linearRegression(x, y);
  const [matrixRow] = stats.correlationMatrix([x, y]);
  yield ['covariance', 14, stats.covariance(x, y), exactCovariance(a, b)];
  yield ['correlation', 14, stats.correlation(x, y), signed, one];
  yield ['correlationMatrix', 14, matrixRow?.[1] ?? Number.NaN, signed, one];
  yield ['slope', 14, found.slope, line.slope];
  // A small difference of large numbers, which it is not more exact than.
  yield ['intercept', 14, found.intercept, line.intercept, b.mean];
  yield ['r', 14, found.r, signed, one];
  yield ['rSquared', 14, found.rSquared, line.rSquared, one];
  yield ['residualStd', 14, found.residualStd, rootOf(line.residualVariance)];
  yield ['slopeStderr', 14, found.slopeStderr, rootOf(line.slopeVariance)];
  yield ['interceptStderr', 14, found.interceptStderr, rootOf(line.interceptVariance)];
  if (a.n % 2 === 0 && a.n > 2 && a.n <= 100) yield ['pValue', 12, found.pValue, exactPValue(line.rSquared, a.n - 2)];
}
