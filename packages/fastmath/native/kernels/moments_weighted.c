/* weighted.c: weighted moments, made of the sums and products of a variant: same bits as those. */
#include "../reduction/chunks.h"
#include "moments.h"
#include "../parallel/parallel.h"

enum { PART = 1024 };

/* About what an element costs one thread, in ns. */
static const double COST = 0.5;

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

static deviations add_deviations(deviations left, deviations right) {
  const deviations both = {left.first + right.first, left.second + right.second};
  return both;
}

/* Parts are added as order.h adds blocks: the left half has the largest power of two of them. */
static deviations of_some(const block_sums *by, const double *x, const double *w, size_t n,
                          double mean) {
  if (n <= PART) return of_part(by, x, w, n, mean);
  const size_t half = left_half(n, PART);
  return add_deviations(of_some(by, x, w, half, mean),
                        of_some(by, x + half, w + half, n - half, mean));
}

typedef struct job {
  const block_sums *by;
  const double *x, *w;
  double mean;
  chunks cut;
  deviations found[MOST_CHUNKS];
} job;

static void of_chunk(void *of, size_t i) {
  job *const this = of;
  const size_t at = chunk_start(&this->cut, i), n = chunk_length(&this->cut, i);
  this->found[i] = of_some(this->by, this->x + at, this->w + at, n, this->mean);
}

static deviations add_found(const deviations *found, size_t count) {
  if (count == 1) return found[0];
  const size_t half = left_half(count, 1);
  return add_deviations(add_found(found, half), add_found(found + half, count - half));
}

static deviations of_all(const block_sums *by, const double *x, const double *w, size_t n,
                         double mean) {
  if (n <= BLOCK) return of_some(by, x, w, n, mean);
  job of;
  of.by = by;
  of.x = x;
  of.w = w;
  of.mean = mean;
  of.cut = chunks_of(n);
  if (in_threads(COST * (double)n, of.cut.count, of_chunk, &of))
    return add_found(of.found, of.cut.count);
  return of_some(by, x, w, n, mean);
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
