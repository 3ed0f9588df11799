/* wrong.c: implements wrong.h. */
#include "wrong.h"

#include <fenv.h>
#include <math.h>

static const fastmath_api *right;

static double wrong_sum(const double *x, size_t n) {
  const double sum = right->sum(x, n);
  return n == 8193 ? nextafter(sum, INFINITY) : sum;
}

/* The value must be used: otherwise compilers omit the read. */
static double wrong_dot(const double *x, const double *y, size_t n) {
  const double next = *(const volatile double *)(x + n);
  return right->dot(x, y, n) + (next == 0 ? 0 : -0.0);
}

static void wrong_add(const double *x, const double *y, double *out, size_t n) {
  right->add(x, y, out, n);
  *(volatile double *)(out + n) = 0;
}

static void wrong_divide(const double *x, const double *y, double *out, size_t n) {
  right->divide(x, y, out, n);
  if (n == 200) fesetround(FE_UPWARD);
}

static void wrong_abs(const double *x, double *out, size_t n) {
  right->abs(x, out, n);
  if (n == 131) ((double *)(uintptr_t)x)[130] = out[130];
}

static void wrong_scale(double a, double *x, size_t n) {
  for (size_t i = 0; i < n; i++) x[i] = a * x[i] + 0.0;
}

static void wrong_moments_weighted(const double *x, const double *w, size_t n,
                                   fastmath_weighted_moments *out) {
  right->moments_weighted(x, w, n, out);
  out->n += *(const volatile double *)(w - 1) == 0;
}

fastmath_api wrong_table(const fastmath_api *scalar) {
  fastmath_api wrong = *scalar;
  right = scalar;
  wrong.variant = "wrong";
  wrong.sum = wrong_sum;
  wrong.dot = wrong_dot;
  wrong.add = wrong_add;
  wrong.divide = wrong_divide;
  wrong.abs = wrong_abs;
  wrong.scale = wrong_scale;
  wrong.moments_weighted = wrong_moments_weighted;
  return wrong;
}
