/* summation_order.h: the order in which numbers are added. All instruction sets, thread counts and
   the fast path in JavaScript follow it, so all return the same bits.

   An array is divided into blocks of 8192 elements. A block of 128 or more has 32 lanes, a shorter
   one 8; element i of a block belongs to lane i mod lanes. A lane adds a run of up to 16 elements,
   adds the run to its total, and starts the next run: rounding errors do not accumulate in one long
   chain. The totals are added by halves: lane j + half is added to lane j, until one is left. The
   sums of blocks are added in pairs, then pairs of pairs: of more than one block, the left half of
   the tree has the largest power of two of blocks that leaves some for the right. Every sum starts
   from -0, the only number whose addition changes nothing. No product and sum are fused.

   8 lanes are what a JavaScript loop can compute at full speed, 32 are what the widest registers
   need; a block of 64 KiB fits the second-level cache and is a unit of work for a thread. */
#ifndef FASTMATH_SUMMATION_ORDER_H
#define FASTMATH_SUMMATION_ORDER_H

#include <stddef.h>

enum { RUN = 16, LONG_BLOCK = 128, BLOCK = 8192, SHORT_LANES = 8, LONG_LANES = 32 };

/* Where a run or a block that begins at `start` ends. */
static inline size_t range_end(size_t start, size_t length, size_t n) {
  return n - start < length ? n : start + length;
}

/* How many of n > unit elements the left half of the tree has: the largest power of two of units
   that leaves some for the right. */
static inline size_t left_length(size_t n, size_t unit) {
  size_t half = unit;
  while (half < n - half) half *= 2;
  return half;
}

/* Lanes as arrays, for the scalar kernels. */
static inline void clear_lanes(double *lane, size_t lanes) {
  for (size_t j = 0; j < lanes; j++) lane[j] = -0.0;
}

static inline void add_lanes(double *total, const double *run, size_t lanes) {
  for (size_t j = 0; j < lanes; j++) total[j] += run[j];
}

static inline double sum_lanes(double *lane, size_t lanes) {
  for (size_t half = lanes / 2; half > 0; half /= 2)
    for (size_t j = 0; j < half; j++) lane[j] += lane[j + half];
  return lane[0];
}

#endif
