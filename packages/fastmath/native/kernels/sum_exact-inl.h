/* exact_simd.h: the exact sum where ordinary sums and their errors are enough to know it.

   TwoSum gives the rounding error of an addition as a double. Sums and errors are added beside one
   another; what the additions of errors lose is bounded by the sum of their absolute values. Where
   all numbers within the bound round to one double, that is the exact sum, rounded; for any data
   that does not cancel nearly all of itself they do. Everything else is left to the long integer. */
#include "../reduction/chunks.h"
#include "sum_exact.h"
#include "kernels.h"
#include "../reduction/summation_order.h"
#include "../parallel/parallel.h"

#include <math.h>

enum { CHAINS = 4, ROW = CHAINS * WIDTH };

/* Four sums, the sums of their errors, and of the absolute values of those. */
typedef struct chain {
  vector sum, error, size;
} chain;

ALWAYS_INLINE void add_error(chain *to, vector error) {
  to->error = v_add(to->error, error);
  to->size = v_add(to->size, v_abs(error));
}

/* TwoSum (Knuth): exact, whichever of the two is larger. */
ALWAYS_INLINE void add_values(chain *to, vector value) {
  const vector sum = v_add(to->sum, value);
  const vector part = v_sub(sum, to->sum);
  const vector rest = v_sub(to->sum, v_sub(sum, part));
  add_error(to, v_add(rest, v_sub(value, part)));
  to->sum = sum;
}

ALWAYS_INLINE void merge(chain *to, const chain *from) {
  to->error = v_add(to->error, from->error);
  to->size = v_add(to->size, from->size);
  add_values(to, from->sum);
}

static double two_sum(double a, double b, double *error) {
  const double sum = a + b, part = sum - a;
  *error = (a - (sum - part)) + (b - part);
  return sum;
}

/* What values add up to: the sum, and the error, which is known but for what its additions lost. `size`
   is the sum of the absolute values of errors. */
typedef struct part {
  double sum, error, size;
} part;

static void add_part(part *to, part from) {
  double lost;
  to->sum = two_sum(to->sum, from.sum, &lost);
  to->error += from.error + lost;
  to->size += from.size + fabs(lost);
}

static part part_of(const double *x, size_t n) {
  chain chains[CHAINS];
  for (int c = 0; c < CHAINS; c++) chains[c].sum = chains[c].error = chains[c].size = v_set(0);
  size_t i = 0;
  for (; i + ROW <= n; i += ROW)
    for (int c = 0; c < CHAINS; c++) add_values(&chains[c], v_load(x + i + c * WIDTH));
  for (int c = 0; i < n; i += WIDTH, c++)
    add_values(&chains[c], v_load_first(x + i, n - i, v_set(-0.0)));
  for (int c = 1; c < CHAINS; c++) merge(&chains[0], &chains[c]);

  double lane[WIDTH];
  v_store(lane, chains[0].sum);
  part all = {lane[0], v_fold(chains[0].error), v_fold(chains[0].size)};
  for (int j = 1; j < WIDTH; j++) add_part(&all, (part){lane[j], 0, 0});
  return all;
}

/* The exact sum, if one double is nearest to all that it can be; else NaN. */
static double round_part(part all, double additions) {
  /* A chain of k additions loses less than k * 2^-53 of the sum of absolute values: twice that. */
  const double bound = all.size * (additions + 16) * 0x1p-52;
  double rest;
  const double nearest = two_sum(all.sum, all.error, &rest);
  const double margin = 2 * bound + fabs(rest) * 0x1p-51;
  const double low = nearest + (rest - margin), high = nearest + (rest + margin);
  return low == high && low != 0 && isfinite(low) ? low : NAN;
}

/* About what a value costs one thread, in ns. */
static const double COST = 1.2 / WIDTH;

typedef struct job {
  const double *x;
  chunks cut;
  part parts[MOST_CHUNKS];
} job;

static void part_of_chunk(void *of, size_t i) {
  job *const this = of;
  this->parts[i] = part_of(this->x + chunk_start(&this->cut, i), chunk_length(&this->cut, i));
}

/* Sums of chunks may have other errors than a sum of all: the exact sum is one. */
static double try_in_threads(const double *x, size_t n) {
  job of;
  of.x = x;
  of.cut = chunks_of(n);
  if (!in_threads(COST * (double)n, of.cut.count, part_of_chunk, &of))
    return round_part(part_of(x, n), (double)(n / ROW));
  for (size_t i = 1; i < of.cut.count; i++) add_part(&of.parts[0], of.parts[i]);
  return round_part(of.parts[0], (double)(of.cut.size / ROW + 2 * of.cut.count));
}

static double try_sum(const double *x, size_t n) {
  return n <= BLOCK ? round_part(part_of(x, n), (double)(n / ROW)) : try_in_threads(x, n);
}

double KERNEL(sum_exact)(const double *x, size_t n) {
  const double sum = n > 0 && errors_are_exact() ? try_sum(x, n) : NAN;
  return isnan(sum) ? sum_of_integers(x, n) : sum;
}
