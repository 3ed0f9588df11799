/* shape.c: moments, skewness, kurtosis, and the description of a sample. */
#include "arithmetic.h"
#include "exact_sum.h"
#include "rescale.h"
#include "statistics.h"

#include <math.h>
#include <string.h>

/* g1 = m3 / m2^1.5, where mk = Mk / n; NaN if m2 is 0. It does not depend on the scale. */
static double skewness_of(const fastmath_moments *m) {
  const double n = (double)m->n, std = sqrt(m->m2 / n);
  return m->m3 / n / (std * std * std);
}

/* g2 = m4 / m2^2 - 3; NaN if m2 is 0. It does not depend on the scale. */
static double kurtosis_of(const fastmath_moments *m) {
  return m->m4 / m->m2 / m->m2 * (double)m->n - 3;
}

double stats_describe(const fastmath_api *math, stats_input *in) {
  fastmath_moments m;
  double min, max;
  const int exponent = moments_of(math, in, &m);
  math->min_max(in->x, in->n, &min, &max);
  const double variance = m.m2 / ((double)m.n - in->ddof);
  in->out[0] = m.mean;
  in->out[1] = times_power_of_2(sqrt(variance), -exponent);
  in->out[2] = times_power_of_2(variance, -2 * exponent);
  in->out[3] = min;
  in->out[4] = max;
  in->out[5] = skewness_of(&m);
  in->out[6] = kurtosis_of(&m);
  return m.mean;
}

double stats_skewness(const fastmath_api *math, stats_input *in) {
  fastmath_moments m;
  moments_of(math, in, &m);
  return skewness_of(&m);
}

double stats_kurtosis(const fastmath_api *math, stats_input *in) {
  fastmath_moments m;
  moments_of(math, in, &m);
  return kurtosis_of(&m);
}

/* Whether the third moment of x has to be computed exactly; `third` and `fourth` are moments of
   x * 2^exponent. It has to if `third` is a rounding error that would overflow, or is so near to
   the overflow that it is not known whether the exact moment overflows. The fourth moment to the
   power of 3/4 is at least the mean size of the terms of the third. */
static bool is_uncertain(double third, double fourth, int exponent) {
  if (exponent == 0 || !isfinite(third)) return false;
  const double size = sqrt(fourth * sqrt(fourth));
  if (fabs(third) < 0x1p-30 * size) return isinf(times_power_of_2(size, -3 * exponent));
  return isinf(times_power_of_2(third, -3 * exponent)) &&
         isfinite(times_power_of_2(third * 0.5, -3 * exponent));
}

/* Computes the sums of x, x^2 and x^3. */
static void exact_powers(const double *x, size_t n, exact_sum sums[3]) {
  memset(sums, 0, 3 * sizeof(*sums));
  for (size_t i = 0; i < n; i++) {
    const double factors[3] = {x[i], x[i], x[i]};
    for (int degree = 1; degree <= 3; degree++) exact_add(&sums[degree - 1], factors, degree);
  }
}

static double exact_quotient(const exact_sum *sum, double a, double b) {
  int exponent = 0;
  const double value = exact_round(sum, 3, &exponent);
  return ldexp(value / a / b, exponent);
}

/* (n^2 * sum of x^3 - 3n * sum of x * sum of x^2 + 2 * (sum of x)^3) / n^3 */
static double exact_third_moment(const double *x, size_t n) {
  const exact_sum size = exact_integer(n);
  exact_sum sums[3], a = {0, {0}}, b = {0, {0}}, result = {0, {0}};
  exact_powers(x, n, sums);
  exact_add_product(&a, 1, &size, &sums[2]);
  exact_add_product(&a, -3, &sums[0], &sums[1]);
  exact_add_product(&result, 1, &size, &a);
  exact_add_product(&b, 2, &sums[0], &sums[0]);
  exact_add_product(&result, 1, &b, &sums[0]);
  return exact_quotient(&result, (double)n * (double)n, (double)n);
}

/* The mean of (x - c)^3: (sum of x^3 - 3c * sum of x^2 + 3c^2 * sum of x - n * c^3) / n */
static double exact_third_moment_about(const double *x, size_t n, double center) {
  const exact_sum size = exact_integer(n);
  exact_sum sums[3], c = {0, {0}}, a = {0, {0}}, result;
  exact_powers(x, n, sums);
  exact_add(&c, &center, 1);
  result = sums[2];
  /* -3 * sum of x^2 + 3c * sum of x - n * c^2, times c */
  exact_sum inner = {0, {0}};
  exact_add_product(&inner, 3, &c, &sums[0]);
  exact_add_product(&a, 1, &c, &c);
  exact_add_product(&inner, -1, &a, &size);
  for (int i = 0; i < sums[1].count; i++) inner.digits[i] -= 3 * sums[1].digits[i];
  if (sums[1].count > inner.count) inner.count = sums[1].count;
  exact_add_product(&result, 1, &inner, &c);
  return exact_quotient(&result, (double)n, 1);
}

double stats_central_moments(const fastmath_api *math, stats_input *in) {
  fastmath_moments m;
  const int exponent = moments_of(math, in, &m);
  const double n = (double)m.n;
  /* NaN if the sample contains a NaN or an infinity. */
  in->out[0] = m.m2 == m.m2 ? 1 : m.m2;
  in->out[1] = m.m2 == m.m2 ? 0 : m.m2;
  in->out[2] = times_power_of_2(m.m2 / n, -2 * exponent);
  in->out[3] = times_power_of_2(m.m3 / n, -3 * exponent);
  in->out[4] = times_power_of_2(m.m4 / n, -4 * exponent);
  if (is_uncertain(m.m3 / n, m.m4 / n, exponent)) in->out[3] = exact_third_moment(in->x, in->n);
  return in->out[0];
}

/* The exponent k for which fourth powers of (x - center) * 2^k are in range; 0 if fourth powers of
   x - center are. */
static int exponent_about(const fastmath_api *math, const stats_input *in) {
  double min, max;
  int exponent;
  math->min_max(in->x, in->n, &min, &max);
  /* Half of the largest distance, which does not overflow. */
  const double half = fmax(fabs(min * 0.5 - in->center * 0.5), fabs(max * 0.5 - in->center * 0.5));
  if (!isfinite(half) || half == 0 || in_range(half * half)) return 0;
  frexp(half, &exponent);
  return -exponent;
}

double stats_moments_about(const fastmath_api *math, stats_input *in) {
  const int exponent = exponent_about(math, in);
  compensated sums[4] = {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
  double e[PIECE], square[PIECE];
  for (size_t start = 0; start < in->n; start += PIECE) {
    const size_t count = piece_length(in->n, start);
    const double *x = in->x + start;
    for (size_t i = 0; i < count; i++) {
      e[i] =
          exponent == 0 ? x[i] - in->center : ldexp(x[i], exponent) - ldexp(in->center, exponent);
      square[i] = e[i] * e[i];
    }
    add_term(&sums[0], math->sum(e, count));
    add_term(&sums[1], math->sum(square, count));
    add_term(&sums[2], math->dot(square, e, count));
    add_term(&sums[3], math->dot(square, square, count));
  }
  double moments[5];
  for (int k = 1; k <= 4; k++) {
    moments[k] = total_of(&sums[k - 1]) / (double)in->n;
    in->out[k] = times_power_of_2(moments[k], -k * exponent);
  }
  if (is_uncertain(moments[3], moments[4], exponent))
    in->out[3] = exact_third_moment_about(in->x, in->n, in->center);
  in->out[0] = isnan(in->out[1]) ? in->out[1] : 1;
  return in->out[0];
}
