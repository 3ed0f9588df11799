/* means.c: geometric, harmonic and weighted means. */
#include "arithmetic.h"
#include "exact_sum.h"
#include "rescale.h"
#include "statistics.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LANES = 8 };

/* A product of positive numbers with a separate exponent, so that it neither overflows nor
   underflows. */
typedef struct product {
  double mantissa; /* from 1 to 2 after multiply() */
  int64_t exponent;
} product;

/* Returns the mantissa of a positive number, from 1 to 2, and adds its exponent to `exponent`. */
static inline double split_exponent(double x, int64_t *exponent) {
  const bool subnormal = x < DBL_MIN;
  const double normal = subnormal ? x * 0x1p54 : x;
  uint64_t bits;
  memcpy(&bits, &normal, sizeof(bits));
  *exponent += (int64_t)(bits >> 52) - (subnormal ? 1023 + 54 : 1023);
  bits = (bits & 0xfffffffffffffu) | 0x3ff0000000000000u;
  double mantissa;
  memcpy(&mantissa, &bits, sizeof(mantissa));
  return mantissa;
}

static void multiply(product *p, double x) {
  p->mantissa *= split_exponent(x, &p->exponent);
  p->mantissa = split_exponent(p->mantissa, &p->exponent);
}

/* Multiplies by the values of a piece, in 8 lanes. A lane is the product of 64 mantissas, which is
   less than 2^64. */
static void multiply_piece(product *p, const double *x, size_t n) {
  double lanes[LANES] = {1, 1, 1, 1, 1, 1, 1, 1};
  int64_t exponents[LANES] = {0, 0, 0, 0, 0, 0, 0, 0};
  size_t i = 0;
  for (; i + LANES <= n; i += LANES)
    for (size_t j = 0; j < LANES; j++) lanes[j] *= split_exponent(x[i + j], &exponents[j]);
  for (size_t j = 0; j < LANES; j++) {
    multiply(p, lanes[j]);
    p->exponent += exponents[j];
  }
  for (; i < n; i++) multiply(p, x[i]);
}

/* The n-th root divides the relative error of the product by n. */
double stats_geometric_mean(const fastmath_api *math, stats_input *in) {
  double min, max;
  math->min_max(in->x, in->n, &min, &max);
  if (!(min >= 0) || (min == 0 && isinf(max))) return NAN;
  if (min == 0 || isinf(max)) return min == 0 ? 0 : max;
  product p = {1, 0};
  for (size_t start = 0; start < in->n; start += PIECE)
    multiply_piece(&p, in->x + start, piece_length(in->n, start));
  const int64_t n = (int64_t)in->n;
  int64_t whole = p.exponent / n, part = p.exponent % n;
  if (part < 0) {
    part += n;
    whole--;
  }
  return ldexp(exp2(((double)part + log2(p.mantissa)) / (double)n), (int)whole);
}

/* n / (1/x[0] + 1/x[1] + ...). Values are divided by a power of two that makes the smallest one
   nearly 1, so that the largest reciprocals neither overflow nor underflow. */
double stats_harmonic_mean(const fastmath_api *math, stats_input *in) {
  double min, max, reciprocals[PIECE];
  compensated total = {0, 0};
  int exponent;
  math->min_max(in->x, in->n, &min, &max);
  if (!(min >= 0)) return NAN;
  if (min == 0 || isinf(min)) return min == 0 ? 0 : min;
  frexp(min, &exponent);
  const double unit = ldexp(1, exponent - 1);
  for (size_t start = 0; start < in->n; start += PIECE) {
    const size_t count = piece_length(in->n, start);
    for (size_t i = 0; i < count; i++) reciprocals[i] = unit / in->x[start + i];
    add_term(&total, math->sum(reciprocals, count));
  }
  return ldexp((double)in->n / total_of(&total), exponent - 1);
}

/* The sum of x[i] * y[i], divided by the sum of y, when a product or a sum may have overflowed or
   underflowed. */
static double exact_weighted_mean(const stats_input *in) {
  exact_sum products = {0, {0}}, weights = {0, {0}};
  double infinite = 0;
  int products_exponent = 0, weights_exponent = 0;
  for (size_t i = 0; i < in->n; i++) {
    const double factors[2] = {in->x[i], in->y[i]};
    if (!isfinite(factors[1])) return NAN;
    if (!isfinite(factors[0])) infinite += factors[0] * factors[1];
    exact_add(&products, factors, 2);
    exact_add(&weights, &factors[1], 1);
  }
  if (infinite != 0) return infinite;
  const double numerator = exact_round(&products, 2, &products_exponent);
  const double weight = exact_round(&weights, 1, &weights_exponent);
  return ldexp(numerator / weight, products_exponent - weights_exponent);
}

/* Fills `out` with the mean, the smallest weight and the sum of weights. Returns the mean; it is
   NaN if a weight is negative or all are 0. */
double stats_weighted_mean(const fastmath_api *math, stats_input *in) {
  double max;
  math->min_max(in->y, in->n, &in->out[1], &max);
  const double sum = math->sum(in->y, in->n), products = math->dot(in->x, in->y, in->n);
  in->out[2] = sum;
  in->out[0] = products / sum;
  /* If both squares are in range, no product that matters has underflowed. */
  const bool ordinary = in_range(sum * sum) && in_range(products * products);
  if (!ordinary && sum > 0) in->out[0] = exact_weighted_mean(in);
  return in->out[1] < 0 ? NAN : in->out[0];
}
