/* weighted.c: weighted moments, made of the sums and products of a variant: same bits as those. */
#include "moments.h"
#include "order.h"

enum { PART = 1024 };

/* Sums of w*e and w*e^2, where e = x - mean. */
typedef struct deviations {
  double first, second;
} deviations;

/* n is 1 to PART. */
static deviations of_part(const block_sums *by, const double *x, const double *w, size_t n,
                          double mean) {
  double e[PART];
  deviations found;
  size_t filled = 0;
  do e[filled] = x[filled] - mean;
  while (++filled < n);
  found.first = by->dot(w, e, n);
  for (size_t i = 0; i < n; i++) e[i] *= e[i];
  found.second = by->dot(w, e, n);
  return found;
}

/* Parts are added as order.h adds blocks: the left half has the largest power of two of them. */
static deviations of_all(const block_sums *by, const double *x, const double *w, size_t n,
                         double mean) {
  if (n <= PART) return of_part(by, x, w, n, mean);
  size_t half = PART;
  while (half < n - half) half *= 2;
  deviations left = of_all(by, x, w, half, mean);
  const deviations right = of_all(by, x + half, w + half, n - half, mean);
  left.first += right.first;
  left.second += right.second;
  return left;
}

void moments_weighted_of(const block_sums *by, const double *x, const double *w, size_t n,
                         fastmath_weighted_moments *out) {
  const fastmath_weighted_moments none = {0, 0, 0, 0, 0};
  *out = none;
  if (n == 0) return;
  out->n = n;
  out->weight = by->sum(w, n);
  out->weight2 = by->dot(w, w, n);
  /* The mean is rounded; what that leaves of the deviations belongs to it, and is taken from m2. */
  const double mean = by->dot(w, x, n) / out->weight;
  const deviations of = of_all(by, x, w, n, mean);
  const double rest = of.first / out->weight, m2 = of.second - rest * of.first;
  out->mean = mean + rest;
  out->m2 = m2 < 0 ? 0 : m2;
}
