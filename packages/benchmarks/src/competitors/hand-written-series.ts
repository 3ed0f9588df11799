// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

// Series, rolling windows and an accumulator, without a library.

export function autocorrelation(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]!;
  const m = sum / x.length;
  let [products, squares] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    const e = x[i]! - m;
    squares += e * e;
    if (i > 0) products += e * (x[i - 1]! - m);
  }
  return products / squares;
}

const window = 5;

/** Adds up each window separately: no error accumulates, and for a window of 5 it is fast. */
export function rollingMean(x: Float64Array): Float64Array {
  const out = new Float64Array(x.length - window + 1);
  for (let i = 0; i < out.length; i++) {
    let all = 0;
    for (let j = i; j < i + window; j++) all += x[j]!;
    out[i] = all / window;
  }
  return out;
}

export function rollingStd(x: Float64Array): Float64Array {
  const means = rollingMean(x);
  for (let i = 0; i < means.length; i++) {
    const m = means[i]!;
    let squares = 0;
    for (let j = i; j < i + window; j++) squares += (x[j]! - m) * (x[j]! - m);
    means[i] = Math.sqrt(squares / (window - 1));
  }
  return means;
}

/**
 * Welford's algorithm, value by value. For data far from 0, the result has 2 or 3 correct digits less than that of two
 * passes.
 */
class Accumulator {
  n = 0;
  mean = 0;
  m2 = 0;
  m3 = 0;
  m4 = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;

  push(value: number): void {
    const before = this.n;
    const n = ++this.n;
    const e = value - this.mean;
    const step = e / n;
    const square = step * step;
    const term = e * step * before;
    this.mean += step;
    this.m4 += term * square * (n * n - 3 * n + 3) + 6 * square * this.m2 - 4 * step * this.m3;
    this.m3 += term * step * (n - 2) - 3 * step * this.m2;
    this.m2 += term;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  describe() {
    const { n, mean, m2, m3, m4, min, max } = this;
    const skewness = m3 / n / Math.sqrt(m2 / n) ** 3;
    return { n, mean, variance: m2 / (n - 1), min, max, skewness, kurtosis: (n * m4) / m2 / m2 - 3 };
  }
}

export function accumulate(x: Float64Array) {
  const accumulator = new Accumulator();
  for (let i = 0; i < x.length; i++) accumulator.push(x[i]!);
  return accumulator.describe();
}
