/* exact_line.c: linear regression with sums that are computed as integers. It is used if residuals
   are so small compared with the values that twice the precision of a double is not enough. */
#include "exact_line.h"

#include "exact_sum.h"

#include <math.h>

/* fraction * 2^exponent. The exponent of a product or quotient may be out of range. */
typedef struct scaled {
  double fraction;
  int exponent;
} scaled;

static scaled rounded(const exact_sum *sum, int degree) {
  scaled result = {0, 0};
  result.fraction = exact_round(sum, degree, &result.exponent);
  return result;
}

static scaled divide(scaled a, scaled b) {
  const scaled result = {a.fraction / b.fraction, a.exponent - b.exponent};
  return result;
}

static scaled multiply(scaled a, scaled b) {
  const scaled result = {a.fraction * b.fraction, a.exponent + b.exponent};
  return result;
}

static scaled divide_by(scaled a, double b) {
  a.fraction /= b;
  return a;
}

static scaled root(scaled a) {
  const int odd = a.exponent & 1;
  const scaled result = {sqrt(odd ? a.fraction * 2 : a.fraction), (a.exponent - odd) / 2};
  return result;
}

static double value_of(scaled a) { return ldexp(a.fraction, a.exponent); }

/* a * b - c * d */
static exact_sum cross(const exact_sum *a, const exact_sum *b, const exact_sum *c,
                       const exact_sum *d) {
  exact_sum result = {0, {0}};
  exact_add_product(&result, 1, a, b);
  exact_add_product(&result, -1, c, d);
  return result;
}

exact_line fit_exactly(const double *x, const double *y, size_t n) {
  exact_sum sx = {0, {0}}, sy = {0, {0}}, sxx = {0, {0}}, syy = {0, {0}}, sxy = {0, {0}};
  for (size_t i = 0; i < n; i++) {
    const double xx[2] = {x[i], x[i]}, yy[2] = {y[i], y[i]}, xy[2] = {x[i], y[i]};
    exact_add(&sx, xx, 1);
    exact_add(&sy, yy, 1);
    exact_add(&sxx, xx, 2);
    exact_add(&syy, yy, 2);
    exact_add(&sxy, xy, 2);
  }
  /* n times the sums of products of deviations. */
  const exact_sum count = exact_integer(n);
  const exact_sum mxx = cross(&count, &sxx, &sx, &sx), mxy = cross(&count, &sxy, &sx, &sy);
  const exact_sum myy = cross(&count, &syy, &sy, &sy);
  const exact_sum squares = cross(&mxx, &myy, &mxy, &mxy), offset = cross(&sy, &mxx, &mxy, &sx);
  const scaled xx = rounded(&mxx, 2), slope = divide(rounded(&mxy, 2), xx);
  const double pairs = (double)n, degrees = n == 2 ? NAN : pairs - 2;
  /* The sum of squared residuals is `squares` / (n * mxx). */
  const scaled variance = divide_by(divide_by(divide(rounded(&squares, 4), xx), pairs), degrees);
  const scaled residual = root(variance);
  const scaled slope_error = divide(residual, root(divide_by(xx, pairs)));
  /* 1/n + mean^2 / Mxx is the sum of x^2, divided by mxx. */
  const scaled leverage = root(divide(rounded(&sxx, 2), xx));
  const exact_line line = {
      value_of(slope),
      value_of(divide_by(divide(rounded(&offset, 3), xx), pairs)),
      value_of(residual),
      value_of(slope_error),
      value_of(multiply(residual, leverage)),
      value_of(divide(slope, slope_error)),
  };
  return line;
}
