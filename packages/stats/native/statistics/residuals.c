/* residuals.c: residuals of a straight line, in double precision or twice that precision. */
#include "residuals.h"

#include "arithmetic.h"
#include "deviations.h"

#include <math.h>
#include <stdbool.h>

/* A number represented as the sum of two: `low` is the rounding error of `high`. */
typedef struct pair_sum {
  double high, low;
} pair_sum;

/* a + b, exactly (Knuth 1969). */
static inline pair_sum add_exactly(double a, double b) {
  const double sum = a + b, added = sum - a;
  const pair_sum result = {sum, (a - (sum - added)) + (b - added)};
  return result;
}

/* a * b, exactly: both numbers are split into halves (Dekker 1971). fma() would be a slow library
   call unless the compiler may assume that the processor has the instruction. */
static inline pair_sum multiply_exactly(double a, double b) {
  const double split = 0x1p27 + 1, a_part = a * split, b_part = b * split;
  const double a_high = a_part - (a_part - a), a_low = a - a_high;
  const double b_high = b_part - (b_part - b), b_low = b - b_high;
  const double product = a * b;
  const pair_sum result = {
      product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
  return result;
}

/* value - (mean.high + mean.low) */
static inline pair_sum deviation(double value, pair_sum mean) {
  const pair_sum e = add_exactly(value, -mean.high);
  return add_exactly(e.high, e.low - mean.low);
}

/* f - slope * e */
static inline pair_sum residual(pair_sum e, pair_sum f, double slope) {
  const pair_sum product = multiply_exactly(slope, e.high);
  const pair_sum r = add_exactly(f.high, -product.high);
  return add_exactly(r.high, r.low + (f.low - product.low - slope * e.low));
}

/* Sums the squares of the residuals r = (y - mean_y) - slope * (x - mean_x). Computed from the
   moments, the sum would be a small difference of large numbers. The sum of r is not 0, because the
   means are rounded; it is used to correct the sum of squares. Each r contains a rounding error of
   y, and n of these partly cancel. Returns false if they are not small compared with the
   residuals. */
static bool fit_fast(const fastmath_api *math, line *of) {
  const fastmath_comoments *m = of->m;
  double e[PIECE], r[PIECE], squares = 0, sum = 0;
  for (size_t start = 0; start < m->n; start += PIECE) {
    const size_t count = piece_length(m->n, start);
    for (size_t i = 0; i < count; i++) {
      e[i] = of->x[start + i] - m->mean_x;
      r[i] = of->y[start + i] - m->mean_y;
    }
    math->axpy(-of->slope, e, r, count);
    squares += math->dot(r, r, count);
    sum += math->sum(r, count);
  }
  const double correction = sum * (sum / (double)m->n);
  of->residual_squares = squares - correction;
  of->intercept = m->mean_y - of->slope * m->mean_x;
  return !(of->residual_squares * (double)m->n < m->myy * 0x1p-12 ||
           correction > squares * 0x1p-20);
}

/* Whether y - slope * x - intercept is 0 for all pairs, without rounding errors. */
static bool is_exact(const line *of) {
  for (size_t i = 0; i < of->m->n; i++) {
    const pair_sum product = multiply_exactly(of->slope, of->x[i]);
    const bool underflows = of->x[i] != 0 && !(fabs(product.high) > 0x1p-900);
    const pair_sum rest = add_exactly(of->y[i], -product.high);
    const pair_sum error = add_exactly(rest.high, -of->intercept);
    if (underflows || !(rest.low == 0 && error.low == 0 && error.high == product.low)) return false;
  }
  return true;
}

/* The first loop computes residuals of the rounded slope, from which the error of the slope
   follows. The second loop computes residuals of the exact slope. */
static void fit_precisely(const fastmath_api *math, line *of) {
  const fastmath_comoments *m = of->m;
  const double n = (double)m->n;
  pair_sum mean_x = {m->mean_x, 0}, mean_y = {m->mean_y, 0};
  mean_x.low = improve_mean(math, of->x, m->n, &mean_x.high, 0);
  mean_y.low = improve_mean(math, of->y, m->n, &mean_y.high, 0);

  compensated sum = {0, 0}, products = {0, 0}, squares = {0, 0};
  for (size_t i = 0; i < m->n; i++) {
    const pair_sum e = deviation(of->x[i], mean_x), f = deviation(of->y[i], mean_y);
    const double r = residual(e, f, of->slope).high;
    add_term(&sum, r);
    add_term(&products, r * e.high);
  }
  const double slope_error = total_of(&products) / m->mxx, mean_residual = total_of(&sum) / n;
  for (size_t i = 0; i < m->n; i++) {
    const pair_sum e = deviation(of->x[i], mean_x), f = deviation(of->y[i], mean_y);
    const pair_sum r = residual(e, f, of->slope);
    const double rest = (r.high - slope_error * e.high - mean_residual) + r.low;
    add_term(&squares, rest * rest);
  }

  const pair_sum product = multiply_exactly(of->slope, mean_x.high);
  const pair_sum intercept = add_exactly(mean_y.high, -product.high);
  of->intercept =
      intercept.high + (intercept.low - product.low + (mean_y.low - of->slope * mean_x.low) +
                        (mean_residual - slope_error * mean_x.high));
  of->slope += slope_error;
  of->residual_squares = total_of(&squares);

  /* The residuals have 14 digits if they are at least 2^-57 of the values, as those of rounded
     values are. An intercept that is smaller than the rounding errors of twice the precision is set
     to 0. */
  const double size = mean_y.high * mean_y.high + product.high * product.high;
  const bool imprecise = of->residual_squares < (n * size + m->myy) * 0x1p-114;
  const bool is_small = of->intercept * of->intercept < size * 0x1p-196;
  if (is_small) of->intercept = 0;
  if (!imprecise && !is_small) return;
  if (m->myy == 0 || (!of->rounded && is_exact(of))) of->residual_squares = 0;
  else of->uncertain = is_small || m->n > 2;
}

void fit_residuals(const fastmath_api *math, line *of) {
  if (!fit_fast(math, of)) fit_precisely(math, of);
}
