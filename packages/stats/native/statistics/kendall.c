/* kendall.c: Kendall's tau-b in O(n log n): pairs are sorted by x, and the inversions of y are
   counted by a merge sort (Knight 1966). Counts are 64-bit integers, which are rounded once at the
   end. */
#include "arithmetic.h"
#include "statistics.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* The ranks of x and y, rounded down. Tied values have the same rank. */
typedef struct ranks {
  uint32_t x, y;
} ranks;

static uint64_t pairs_among(uint64_t n) {
  return n == 0 ? 0 : n % 2 ? (n - 1) / 2 * n : n / 2 * (n - 1);
}

/* Sorts by the rank of x or y, with a stable counting sort. `starts` has room for n + 1 counts.
   Returns the number of pairs that are tied in that rank. */
static uint64_t sort_by(bool y, const ranks *from, ranks *to, size_t n, uint32_t *starts) {
  uint64_t tied = 0;
  uint32_t start = 0;
  for (size_t i = 0; i <= n; i++) starts[i] = 0;
  for (size_t i = 0; i < n; i++) starts[y ? from[i].y : from[i].x]++;
  for (size_t i = 0; i <= n; i++) {
    const uint32_t count = starts[i];
    tied += pairs_among(count);
    starts[i] = start;
    start += count;
  }
  for (size_t i = 0; i < n; i++) to[starts[y ? from[i].y : from[i].x]++] = from[i];
  return tied;
}

static uint64_t tied_in_both(const ranks *sorted, size_t n) {
  uint64_t tied = 0;
  for (size_t start = 0, end; start < n; start = end) {
    for (end = start + 1;
         end < n && sorted[end].x == sorted[start].x && sorted[end].y == sorted[start].y;)
      end++;
    tied += pairs_among(end - start);
  }
  return tied;
}

/* Merges two sorted runs. Returns the number of inversions between them. */
static uint64_t merge(const uint32_t *left, const uint32_t *middle, const uint32_t *end,
                      uint32_t *to) {
  const uint32_t *right = middle;
  uint64_t inversions = 0;
  while (left < middle && right < end) {
    const bool inverted = *right < *left;
    inversions += inverted ? (uint64_t)(middle - left) : 0;
    *to++ = inverted ? *right : *left;
    right += inverted;
    left += !inverted;
  }
  while (left < middle) *to++ = *left++;
  while (right < end) *to++ = *right++;
  return inversions;
}

/* Counts the inversions of y by a merge sort. `scratch` has n elements; both arrays are
   overwritten. */
static uint64_t count_inversions(uint32_t *y, uint32_t *scratch, size_t n) {
  uint64_t count = 0;
  for (size_t width = 1; width < n; width *= 2) {
    for (size_t start = 0; start < n; start += 2 * width) {
      const size_t middle = n - start < width ? n : start + width;
      const size_t end = n - middle < width ? n : middle + width;
      count += merge(y + start, y + middle, y + end, scratch + start);
    }
    uint32_t *const other = y;
    y = scratch;
    scratch = other;
  }
  return count;
}

/* (concordant - discordant) / sqrt((pairs not tied in x) * (pairs not tied in y)) */
static double tau_b(ranks *a, ranks *b, size_t n, uint32_t *starts) {
  const uint64_t all = pairs_among(n);
  const uint64_t tied_y = sort_by(true, a, b, n, starts), tied_x = sort_by(false, b, a, n, starts);
  const uint64_t tied = tied_in_both(a, n);
  uint32_t *const y = (uint32_t *)(void *)b;
  for (size_t i = 0; i < n; i++) y[i] = a[i].y;
  const uint64_t discordant = count_inversions(y, y + n, n);
  const double concordant_minus_discordant =
      (double)((int64_t)(all - tied_x - tied_y + tied - discordant) - (int64_t)discordant);
  if (tied_x == all || tied_y == all) return NAN;
  return clamp_correlation(concordant_minus_discordant /
                           sqrt((double)(all - tied_x) * (double)(all - tied_y)));
}

/* Returns false if there is not enough memory. */
static bool rank_both(const fastmath_api *math, const stats_input *in, double *r, ranks *to) {
  if (!math->rank(in->x, in->n, r)) return false;
  for (size_t i = 0; i < in->n; i++) to[i].x = isnan(r[i]) ? 0 : (uint32_t)r[i];
  if (!math->rank(in->y, in->n, r)) return false;
  for (size_t i = 0; i < in->n; i++) to[i].y = isnan(r[i]) ? 0 : (uint32_t)r[i];
  return true;
}

double stats_kendall(const fastmath_api *math, stats_input *in) {
  const size_t n = in->n;
  /* 32 bits are enough for ranks: more values than that would need 200 GB of memory. */
  const bool too_many = n >= UINT32_MAX || n > SIZE_MAX / 4 / sizeof(ranks);
  double *r = too_many ? NULL : (double *)malloc((n + 1) * sizeof(double));
  ranks *both = too_many ? NULL : (ranks *)malloc((2 * n + 1) * sizeof(ranks));
  double tau = 0;
  in->out_of_memory = r == NULL || both == NULL || !rank_both(math, in, r, both);
  if (!in->out_of_memory) {
    /* Ranks begin at 1; 0 stands for NaN. */
    const bool nan = n == 0 || both[0].x == 0 || both[0].y == 0;
    tau = nan ? NAN : tau_b(both, both + n, n, (uint32_t *)(void *)r);
  }
  free(r);
  free(both);
  return tau;
}
