/* arithmetic.h: small helpers that several statistics share. */
#ifndef STATS_ARITHMETIC_H
#define STATS_ARITHMETIC_H

#include <math.h>
#include <stddef.h>

/* Intermediate arrays have this many elements: 4 KiB of the stack, which stay in the L1 cache. */
enum { CHUNK = 512 };

/* The length of the chunk that begins at `start` of n elements. */
static inline size_t chunk_length(size_t n, size_t start) {
  return n - start < CHUNK ? n - start : CHUNK;
}

/* A compensated sum: sum + error is the exact sum of all terms, if the rounding of `error` is
   disregarded. */
typedef struct compensated {
  double sum, error;
} compensated;

/* Knuth's two-sum (1969), which computes the rounding error of an addition exactly. */
static inline void add_term(compensated *total, double term) {
  const double sum = total->sum + term, added = sum - total->sum;
  total->error += (total->sum - (sum - added)) + (term - added);
  total->sum = sum;
}

/* The error of an infinite sum is NaN, and is left out. */
static inline double total_of(const compensated *total) {
  return isfinite(total->sum) ? total->sum + total->error : total->sum;
}

/* Rounding can take a correlation out of -1 to 1. NaN remains NaN. */
static inline double clamp_correlation(double r) { return r > 1 ? 1 : r < -1 ? -1 : r; }

#endif
