/* arithmetic.h: small helpers that several statistics share. */
#ifndef STATS_ARITHMETIC_H
#define STATS_ARITHMETIC_H

#include <math.h>
#include <stddef.h>

/* A sample is read in pieces of this many elements, so that an intermediate array takes 4 KiB of
   the stack and stays in the L1 cache. */
enum { PIECE = 512 };

/* The length of the piece that begins at index `start` of n elements. */
static inline size_t piece_length(size_t n, size_t start) {
  return n - start < PIECE ? n - start : PIECE;
}

/* A compensated sum: sum + error is the exact sum of all terms, except for the rounding of `error`
   itself. */
typedef struct compensated {
  double sum, error;
} compensated;

/* Knuth's two-sum (1969), which computes the rounding error of an addition exactly. */
static inline void add_term(compensated *total, double term) {
  const double sum = total->sum + term, added = sum - total->sum;
  total->error += (total->sum - (sum - added)) + (term - added);
  total->sum = sum;
}

/* If the sum is infinite, its error is NaN and is not added. */
static inline double total_of(const compensated *total) {
  return isfinite(total->sum) ? total->sum + total->error : total->sum;
}

/* Rounding can move a correlation slightly outside of -1 to 1. NaN remains NaN. */
static inline double clamp_correlation(double r) { return r > 1 ? 1 : r < -1 ? -1 : r; }

#endif
