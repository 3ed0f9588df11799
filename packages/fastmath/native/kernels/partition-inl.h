/* partition-inl.h: partitions numbers around a pivot. */
#ifndef FASTMATH_PARTITION_INL_H
#define FASTMATH_PARTITION_INL_H

#include "../simd/simd.h"

#include <stdbool.h>
#include <stddef.h>

/* How many numbers are read from one end before the next end is chosen. The choice is an
   unpredictable branch, which is costly. */
enum { BATCH = 256, SMALL_BATCH = 64, STEP = 4 * WIDTH };

/* The elements that may be overwritten, because they have been read. Each vector is written to both
   ends; later vectors overwrite the lanes that do not belong there. */
typedef struct free_range {
  double *start;
  size_t length;
} free_range;

ALWAYS_INLINE void put_vector(free_range *in, vector value, vector pivot, const bool or_equal) {
  const unsigned left = lanes_less(value, pivot, or_equal);
  const vector partitioned = v_compress(value, left);
  v_store(in->start, partitioned);
  v_store(in->start + in->length - WIDTH, partitioned);
  in->start += count_lanes(left);
  in->length -= WIDTH;
}

ALWAYS_INLINE void put_value(free_range *in, double value, double pivot, const bool or_equal) {
  in->start[0] = in->start[in->length - 1] = value;
  in->start += or_equal ? value <= pivot : value < pivot;
  in->length--;
}

/* Puts n elements from x on. Reads in ascending order of addresses, so that no unread element is
   overwritten. */
ALWAYS_INLINE void put_ascending(free_range *in, const double *x, size_t n, vector pivot,
                                 const bool or_equal) {
  size_t i = 0;
  for (; i + STEP <= n; i += STEP) {
    vector read[STEP / WIDTH];
    for (int v = 0; v < STEP / WIDTH; v++) read[v] = v_load(x + i + v * WIDTH);
    for (int v = 0; v < STEP / WIDTH; v++) put_vector(in, read[v], pivot, or_equal);
  }
  for (; i < n; i += WIDTH) put_vector(in, v_load(x + i), pivot, or_equal);
}

/* As put_ascending(), but reads in descending order. */
ALWAYS_INLINE void put_descending(free_range *in, const double *x, size_t n, vector pivot,
                                  const bool or_equal) {
  for (size_t i = n; i > 0; i -= STEP) {
    vector read[STEP / WIDTH];
    for (int v = 0; v < STEP / WIDTH; v++) read[v] = v_load(x + i - STEP + v * WIDTH);
    for (int v = 0; v < STEP / WIDTH; v++) put_vector(in, read[v], pivot, or_equal);
  }
}

static inline void copy_vectors(double *to, const double *x, size_t n) {
  for (size_t i = 0; i < n; i += WIDTH) v_store(to + i, v_load(x + i));
}

/* Copies a batch of each end first, which frees the space of two batches. Then reads the next batch
   from the end with less free space, so that there is enough at both ends for the writes. Copies a
   short array as a whole. */
ALWAYS_INLINE size_t partition_vectors(double *x, size_t n, double pivot, const bool or_equal) {
  const vector center = v_set(pivot);
  const double *left = x, *right = x + n;
  double copy[3 * BATCH], odd[WIDTH];
  free_range in = {x, n};
  const size_t odd_count = n % WIDTH;
  for (size_t i = 0; i < odd_count; i++) odd[i] = *--right;
  const size_t batch = n < 4 * BATCH ? SMALL_BATCH : BATCH;
  size_t count = 0;
  if (n >= 4 * batch) {
    copy_vectors(copy, left, batch);
    copy_vectors(copy + batch, right - batch, batch);
    count = 2 * batch;
    left += batch;
    right -= batch;
  } else {
    count = n - odd_count;
    copy_vectors(copy, left, count);
    left = right;
  }
  for (size_t i = 0; i < odd_count; i++) put_value(&in, odd[i], pivot, or_equal);
  while ((size_t)(right - left) >= batch) {
    if (left - in.start <= in.start + in.length - right) {
      put_ascending(&in, left, batch, center, or_equal);
      left += batch;
    } else {
      right -= batch;
      put_descending(&in, right, batch, center, or_equal);
    }
  }
  copy_vectors(copy + count, left, (size_t)(right - left));
  put_ascending(&in, copy, count + (size_t)(right - left), center, or_equal);
  return (size_t)(in.start - x);
}

/* Lomuto's partition without a branch: a number that belongs to the left part is exchanged with the
   first of the right part. */
ALWAYS_INLINE size_t partition_scalar(double *x, size_t n, double pivot, const bool or_equal) {
  size_t left = 0;
  for (size_t i = 0; i < n; i++) {
    const double value = x[i];
    x[i] = x[left];
    x[left] = value;
    left += or_equal ? value <= pivot : value < pivot;
  }
  return left;
}

static size_t partition_around(double *x, size_t n, double pivot, bool or_equal) {
  if (WIDTH == 1)
    return or_equal ? partition_scalar(x, n, pivot, true) : partition_scalar(x, n, pivot, false);
  return or_equal ? partition_vectors(x, n, pivot, true) : partition_vectors(x, n, pivot, false);
}

#endif
