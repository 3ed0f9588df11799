/* sum_exact-inl.h: the exact sum, computed from floating-point sums and their rounding errors.

   TwoSum returns the rounding error of an addition as a double. Sums and errors are added
   separately. Adding the errors is inexact, but its error is bounded by a multiple of the sum of
   their absolute values. If all numbers within this bound round to one double, that double is the
   exact sum, rounded. If they do not, as when data cancel nearly completely, the sum is computed in
   a long integer (sum_exact.c). */
#include "../reduction/parallel_reduce.h"
#include "../simd/compiler.h"
#include "kernels.h"
#include "sum_exact.h"

#include <math.h>

enum { CHAINS = 4, CHAIN_ROW = CHAINS * WIDTH };

/* An upper bound of the additions that merge the results of chunks. */
enum { MERGES = 512 };

/* For each lane: a sum, the sum of its rounding errors, and the sum of their absolute values. */
typedef struct chain {
  vector sum, error, size;
} chain;

ALWAYS_INLINE void add_error(chain *to, vector error) {
  to->error = v_add(to->error, error);
  to->size = v_add(to->size, v_abs(error));
}

/* TwoSum (Knuth) is exact whichever operand is larger. */
ALWAYS_INLINE void add_values(chain *to, vector value) {
  const vector sum = v_add(to->sum, value);
  const vector part = v_sub(sum, to->sum);
  const vector rest = v_sub(to->sum, v_sub(sum, part));
  add_error(to, v_add(rest, v_sub(value, part)));
  to->sum = sum;
}

ALWAYS_INLINE void merge_chains(chain *to, const chain *from) {
  to->error = v_add(to->error, from->error);
  to->size = v_add(to->size, from->size);
  add_values(to, from->sum);
}

static double two_sum(double a, double b, double *error) {
  const double sum = a + b, part = sum - a;
  *error = (a - (sum - part)) + (b - part);
  return sum;
}

/* The sums of a part of the array. Of `sum` and `error`, only `error` has rounding errors. */
typedef struct exact_part {
  double sum, error, size;
} exact_part;

static void add_part(exact_part *to, exact_part from) {
  double lost;
  to->sum = two_sum(to->sum, from.sum, &lost);
  to->error += from.error + lost;
  to->size += from.size + fabs(lost);
}

static void sum_part(const double *x, size_t n, exact_part *all) {
  chain chains[CHAINS];
  for (int c = 0; c < CHAINS; c++) chains[c].sum = chains[c].error = chains[c].size = v_set(0);
  size_t i = 0;
  for (; i + CHAIN_ROW <= n; i += CHAIN_ROW)
    for (int c = 0; c < CHAINS; c++) add_values(&chains[c], v_load(x + i + c * WIDTH));
  for (int c = 0; i < n; i += WIDTH, c++)
    add_values(&chains[c], v_load_partial(x + i, n - i, v_set(-0.0)));
  for (int c = 1; c < CHAINS; c++) merge_chains(&chains[0], &chains[c]);

  double lane[WIDTH];
  v_store(lane, chains[0].sum);
  *all = (exact_part){lane[0], v_sum_lanes(chains[0].error), v_sum_lanes(chains[0].size)};
  for (int j = 1; j < WIDTH; j++) add_part(all, (exact_part){lane[j], 0, 0});
}

/* Returns the exact sum, rounded once, if all numbers within the error bound round to the same
   double; otherwise NaN. */
static double round_part(exact_part all, double additions) {
  /* The error of k additions is less than k * 2^-53 times the sum of absolute values. This is twice
     as much. */
  const double bound = all.size * (additions + 16) * 0x1p-52;
  double rest;
  const double nearest = two_sum(all.sum, all.error, &rest);
  const double margin = 2 * bound + fabs(rest) * 0x1p-51;
  const double low = nearest + (rest - margin), high = nearest + (rest + margin);
  return low == high && low != 0 && isfinite(low) ? low : NAN;
}

static void exact_leaf(const void *context, size_t start, size_t n, void *result) {
  sum_part((const double *)context + start, n, result);
}

static void merge_parts(const void *context, void *left, const void *right) {
  (void)context;
  add_part(left, *(const exact_part *)right);
}

/* Returns the exact sum, or NaN if the errors do not determine it. Whether they do may depend on
   how the array is divided into chunks; the exact sum does not. */
static double sum_from_errors(const double *x, size_t n) {
  /* The cost is about the time for a value, in ns. */
  static const reduction plan = {exact_leaf, merge_parts, sizeof(exact_part), ANY_LENGTH,
                                 1.2 / (double)WIDTH};
  exact_part all;
  if (n <= BLOCK) sum_part(x, n, &all);
  else parallel_reduce(&plan, x, n, &all);
  return round_part(all, (double)(n / CHAIN_ROW) + (n <= BLOCK ? 0 : MERGES));
}

double KERNEL(sum_exact)(const double *x, size_t n) {
  const double sum = n > 0 && rounding_errors_are_exact() ? sum_from_errors(x, n) : NAN;
  return isnan(sum) ? sum_in_long_integer(x, n) : sum;
}

#define kernel_sum_exact KERNEL(sum_exact)
