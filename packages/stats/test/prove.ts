// Claims about the accuracy of every statistic, and a comparison of results with exact ones.
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

/**
 * A result, the number of digits to which it must be correct, and the exact result. The error is relative to `beside`
 * if that is larger than the exact result.
 */
export type Claim = [name: string, digits: number, found: number, exact: Fraction, beside?: Fraction | undefined];

const one = whole(1);
const larger = (a: Fraction, b: Fraction) => (isLess(a, b) ? b : a);

/** From this number on, rounding to float64 yields infinity. */
const overflow = plus(exactly(Number.MAX_VALUE), exactly(2 ** 969));
/** A unit in the last place of a subnormal number. An error of this size is unavoidable. */
const unit = exactly(Number.MIN_VALUE);

function digitsOf([, , found, exact, beside = whole(0)]: Claim): number {
  if (!isLess(absolute(exact), overflow)) return found === (exact.p < 0n ? -Infinity : Infinity) ? 16 : -Infinity;
  if (!Number.isFinite(found)) return -Infinity;
  const error = absolute(minus(exactly(found), exact));
  if (!isLess(unit, error)) return 16;
  const measure = larger(absolute(exact), absolute(beside));
  if (measure.p === 0n) return -Infinity;
  return log10(measure.p) - log10(measure.q) - log10(error.p) + log10(error.q);
}

/** Returns a message for each claim that fails. */
export const failures = (claims: Iterable<Claim>): string[] =>
  [...claims]
    .filter((claim) => !(digitsOf(claim) >= claim[1]))
    .map((claim) => `${claim[0]}: ${digitsOf(claim).toFixed(1)} digits, not ${claim[1]}; ${claim[2]}`);

function* moments(x: Float64Array, e: Sample): Generator<Claim> {
  const [m2, m3, m4] = [exactMoment(e, 2), exactMoment(e, 3), exactMoment(e, 4)];
  yield ['moment 2', 14, stats.moment(x, 2), m2];
  // An odd moment may be 0, so its error is relative to the size of its terms.
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

/** All claims about statistics of one sample. */
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

/** All claims about rolling windows of the first 60 values. */
export function* ofWindows(x: Float64Array): Generator<Claim> {
  const sixty = x.slice(0, 60);
  for (const window of x.length < 7 ? [2] : [2, 7]) {
    const deviations = stats.rollingStd(sixty, window);
    for (const [i, found] of stats.rollingMean(sixty, window).entries()) {
      const e = sample(sixty.subarray(i, i + window));
      yield [`mean of window ${i} of ${window}`, 15, found, e.mean];
      yield [`std of window ${i} of ${window}`, 14, deviations[i] ?? Number.NaN, rootOf(exactVariance(e))];
    }
  }
}

/** All claims about an Accumulator. */
export const ofPieces = (accumulator: stats.Accumulator, x: Float64Array): Generator<Claim> =>
  describes('accumulated ', accumulator.describe(), sample(x));

/** All claims about other means. They are slow for large n, because the denominators of exact results grow with n. */
export function* ofMeans(x: Float64Array): Generator<Claim> {
  const fractions = Array.from(x, exactly);
  const weights = x.map((_, i) => 1 + (i % 5) / 8);
  const by = Array.from(weights, exactly);
  const weighted = (of: readonly Fraction[]) => over(sumOf(of.map((each, i) => times(each, by[i] ?? one))), sumOf(by));
  yield ['weightedMean', 15, stats.weightedMean(x, weights), weighted(fractions), weighted(fractions.map(absolute))];
  if (!x.every((value) => value > 0)) return;
  const reciprocals = sumOf(fractions.map((each) => over(one, each)));
  yield ['harmonicMean', 15, stats.harmonicMean(x), over(whole(x.length), reciprocals)];
  // The product has to be between the n-th powers of the mean minus and plus its largest error.
  const found = stats.geometricMean(x);
  const product = fractions.reduce(times);
  const power = ({ p, q }: Fraction): Fraction => ({ p: p ** BigInt(x.length), q: q ** BigInt(x.length) });
  const error = plus(times(exactly(found), { p: 1n, q: 10n ** 15n }), unit);
  const [low, high] = [power(minus(exactly(found), error)), power(plus(exactly(found), error))];
  if (isLess(product, low) || isLess(high, product)) yield ['geometricMean', 15, found, whole(0)];
}

/**
 * The p-value of a slope for an even number of degrees of freedom. It is the finite sum 1 - r (1 + 1/2 s +
 * 1*3/(2*4) s^2 + ...), where s is 1 - r^2 (Abramowitz and Stegun, 26.7.4).
 */
function exactPValue(rSquared: Fraction, degrees: number): Fraction {
  // Compute with 500 decimals, because a p-value may be as small as 1e-150.
  const all = 10n ** 500n;
  const square = (rSquared.p * all) / rSquared.q;
  let [term, sum] = [all, 0n];
  for (let k = 0; k < degrees / 2; k++) {
    sum += term;
    term = (((term * (all - square)) / all) * BigInt(2 * k + 1)) / BigInt(2 * k + 2);
  }
  return minus(one, root({ p: square * sum * sum, q: all * all * all }, 500));
}

/** All claims about statistics of pairs. */
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
  // The intercept is a small difference of large numbers, so its error is relative to these.
  yield ['intercept', 14, found.intercept, line.intercept, b.mean];
  yield ['r', 14, found.r, signed, one];
  yield ['rSquared', 14, found.rSquared, line.rSquared, one];
  yield ['residualStd', 14, found.residualStd, rootOf(line.residualVariance)];
  yield ['slopeStderr', 14, found.slopeStderr, rootOf(line.slopeVariance)];
  yield ['interceptStderr', 14, found.interceptStderr, rootOf(line.interceptVariance)];
  if (a.n % 2 === 0 && a.n > 2 && a.n <= 100) yield ['pValue', 12, found.pValue, exactPValue(line.rSquared, a.n - 2)];
}
