/* summation_order.h: the order in which numbers are added. All instruction sets, thread counts and
   the fast path in JavaScript follow it, so all return the same bits.

   An array is divided into blocks of 8192 elements. A block of 128 or more has 32 lanes, a shorter
   one 8; element i of a block belongs to lane i mod lanes. A lane adds a run of up to 16 elements,
   adds the run to its total, and starts the next run: rounding errors do not accumulate in one long
   chain. The totals are added by halves: lane j + half is added to lane j, until one is left. The
   sums of blocks are added in a tree: its left half has the largest power of two that is less than
   the number of blocks. Every sum starts from -0, the only number whose addition changes nothing. A
   multiplication and an addition are never fused.

   A JavaScript loop computes 8 lanes at full speed; the widest registers need 32. A block of 64 KiB
   fits the second-level cache, and is the smallest unit of work for a thread. */
#ifndef FASTMATH_SUMMATION_ORDER_H
#define FASTMATH_SUMMATION_ORDER_H

#include <stddef.h>

enum { RUN = 16, LONG_BLOCK = 128, BLOCK = 8192, SHORT_LANES = 8, LONG_LANES = 32 };

/* Returns the end of a run or a block that begins at `start`. */
static inline size_t range_end(size_t start, size_t length, size_t n) {
  return n - start < length ? n : start + length;
}

/* Returns the number of elements in the left half of the tree for n > unit elements: `unit` times a
   power of two, the largest such number that is less than n. */
static inline size_t left_length(size_t n, size_t unit) {
  size_t half = unit;
  while (half < n - half) half *= 2;
  return half;
}

/* The lanes of the scalar kernels are arrays. */
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
