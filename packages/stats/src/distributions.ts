// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.

const { PI, abs, atan, exp, log1p, min, sqrt } = Math;

/**
 * Two-sided p-value of Student's t for any degrees of freedom. It is correct to 13 digits; to 12 if it is less than
 * 1e-100. It is the regularized incomplete beta function I(df / 2, 1 / 2) at df / (df + t^2) (Abramowitz and Stegun,
 * 26.7.1 and 26.5.27). For integers up to 1000 the probability of a smaller |t| is a finite sum.
 */
export function tTwoSided(t: number, df: number): number {
  if (!(df > 0) || Number.isNaN(t)) return Number.NaN;
  const size = abs(t);
  const square = size * size;
  if (df === 1) return (atan(1 / size) * 2) / PI;
  if (square > df * 1e20) return farTails(size, df);
  // From 1e40 degrees of freedom on, the distribution is the normal one. The p-value of a square above 1e40 is 0.
  if (df > 1000 || !Number.isInteger(df)) return generalTails(min(square, 1e40), min(df, 1e40));
  if (df < 20) {
    // A sum of a few terms is fast, and its difference from 1 is correct to 13 digits unless it is less than 0.02.
    const p = 1 - center(square, df);
    if (p > 0.02) return p;
  }
  return square < 1 || (square < 4 && df < 100) ? 1 - center(square, df) : tails(square, df);
}

/** The first term of the expansion of tails() in powers of df / t^2. The square of t may be infinite. */
function farTails(t: number, df: number): number {
  return (sqrt(df) / t) ** df * (betaOf(df / 2) / sqrt(PI));
}

function generalTails(square: number, df: number): number {
  return square < 3 && square < 2 * df ? 1 - centerSeries(square, df) : tails(square, df);
}

/**
 * The probability of a smaller |t| for any degrees of freedom, by a power series whose terms are positive (Abramowitz
 * and Stegun, 26.5.4, transformed by 15.3.3).
 */
function centerSeries(square: number, df: number): number {
  const a = df / 2;
  const q = square / df;
  const x = q / (1 + q);
  let sum = 1;
  let term = x * ((a + 0.5) / 1.5);
  for (let k = 1; sum + term !== sum; k++) {
    sum += term;
    term *= x * ((a + 0.5 + k) / (1.5 + k));
  }
  return 2 * a * sqrt(x / PI) * betaOf(a) * exp(-a * log1p(q)) * sum;
}

/** The probability of a smaller |t| for an integer df, by a finite sum (Abramowitz and Stegun, 26.7.3 and 26.7.4). */
function center(square: number, df: number): number {
  const c = df / (df + square);
  const sine = sqrt(square / (df + square));
  let sum = 1;
  if (df % 2 === 0) {
    for (let k = df - 2; k > 0; k -= 2) sum = 1 + c * ratios[k - 1]! * sum;
    return sine * sum;
  }
  for (let k = df - 3; k > 0; k -= 2) sum = 1 + c * ratios[k]! * sum;
  return ((atan(sqrt(square / df)) + sine * sqrt(c) * sum) * 2) / PI;
}

/** ratios[k] is k / (k + 1). */
const ratios = new Float64Array(1000);
for (let k = 0; k < ratios.length; k++) ratios[k] = k / (k + 1);

/**
 * 1 - center(), computed without a difference of two numbers near 1. With a = df / 2 and c as in center() it is
 * c^a / (a B(a, 1/2) sqrt(1 - c)) F(1, 1/2; a + 1; -df / t^2). F is computed by a continued fraction of Gauss
 * (Abramowitz and Stegun, 15.3.4; DLMF 15.7), all of whose terms are positive.
 */
function tails(square: number, df: number): number {
  const a = df / 2;
  const q = square / df;
  const c = 1 / (1 + q);
  const power = df < 100 && Number.isInteger(df) ? powerOf(c, df) : q > 1.7 ? c ** a : exp(-a * log1p(q));
  // The last factor is at most 1, so the product of the first two underflows only if the p-value does.
  return power * (betaOf(a) / sqrt(PI * q * c)) * fraction(a, 1 / q);
}

/** c^(df / 2) by repeated squaring, which is fast. For df < 100 its relative error is less than 1e-14. */
function powerOf(c: number, df: number): number {
  let power = df % 2 === 0 ? 1 : sqrt(c);
  for (let exponent = df >> 1, square = c; exponent > 0; exponent >>= 1, square *= square) {
    if (exponent % 2 === 1) power *= square;
  }
  return power;
}

/** Gamma(a + 1/2) / Gamma(a + 1). For large `a` it is computed by a series in 8 a + 2 that has only even powers. */
function betaOf(a: number): number {
  if (a < 25) return Number.isInteger(2 * a) ? gammas[2 * a]! : (betaOf(a + 1) * (a + 1)) / (a + 0.5);
  const z = 1 / (8 * a + 2);
  const zz = z * z;
  return sqrt(2 * z) * (2 - zz * (2 - zz * (21 - zz * (671 - zz * 45081))));
}

/** gammas[i] is betaOf(i / 2), by the recurrence f(a + 1) = f(a) * (a + 1/2) / (a + 1). */
const gammas = new Float64Array(50);
gammas[0] = sqrt(PI);
gammas[1] = 2 / sqrt(PI);
for (let i = 2; i < gammas.length; i++) gammas[i] = gammas[i - 2]! * ratios[i - 1]!;

/**
 * F(1, 1/2; a + 1; -w), by its continued fraction 1 / (1 + u1 w / (1 + u2 w / ...)). The numerator and the denominator
 * are computed separately, so that no division depends on another. The loop ends when the value no longer decreases.
 */
function fraction(a: number, w: number): number {
  let p = 1;
  let q = 1;
  let before = 0;
  let under = 1;
  for (let k = 0, last = 2; ; k++) {
    const odd = (((k + 0.5) * (a + k)) / ((a + 2 * k) * (a + 2 * k + 1))) * w;
    before = p + odd * before;
    under = q + odd * under;
    const even = (((k + 1) * (a + k + 0.5)) / ((a + 2 * k + 1) * (a + 2 * k + 2))) * w;
    p = before + even * p;
    q = under + even * q;
    const value = p / q;
    if (last - value <= 1e-16 * value) return value;
    last = value;
  }
}
