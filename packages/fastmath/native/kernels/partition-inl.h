/* sort_divide.h: divides numbers at a pivot, a vector at a time. sort_body.h says over which
   operations. */
#ifndef FASTMATH_SORT_DIVIDE_H
#define FASTMATH_SORT_DIVIDE_H

#include "../reduction/summation_order.h"

#include <stdbool.h>
#include <stddef.h>

/* How many numbers are read from one end at a time: which end is nothing to guess, and costs. */
enum { BATCH = 256, SMALL_BATCH = 64, STEP = 4 * WIDTH };

/* What has been read goes to both ends of the room: what is too much there, the next ones replace. */
typedef struct room {
  double *start;
  size_t length;
} room;

ALWAYS_INLINE void put(room *in, vector value, vector pivot, const bool with_equal) {
  const unsigned left = lanes_below(value, pivot, with_equal);
  const vector parted = v_pack(value, left);
  v_store(in->start, parted);
  v_store(in->start + in->length - WIDTH, parted);
  in->start += lanes_in(left);
  in->length -= WIDTH;
}

ALWAYS_INLINE void put_one(room *in, double value, double pivot, const bool with_equal) {
  in->start[0] = in->start[in->length - 1] = value;
  in->start += with_equal ? value <= pivot : value < pivot;
  in->length--;
}

/* Puts a batch that goes up from x. Nothing is written to what is not read yet. */
ALWAYS_INLINE void put_all(room *in, const double *x, size_t n, vector pivot,
                           const bool with_equal) {
  size_t i = 0;
  for (; i + STEP <= n; i += STEP) {
    vector read[STEP / WIDTH];
    for (int v = 0; v < STEP / WIDTH; v++) read[v] = v_load(x + i + v * WIDTH);
    for (int v = 0; v < STEP / WIDTH; v++) put(in, read[v], pivot, with_equal);
  }
  for (; i < n; i += WIDTH) put(in, v_load(x + i), pivot, with_equal);
}

/* And one that goes down. */
ALWAYS_INLINE void put_down(room *in, const double *x, size_t n, vector pivot,
                            const bool with_equal) {
  for (size_t i = n; i > 0; i -= STEP) {
    vector read[STEP / WIDTH];
    for (int v = 0; v < STEP / WIDTH; v++) read[v] = v_load(x + i - STEP + v * WIDTH);
    for (int v = 0; v < STEP / WIDTH; v++) put(in, read[v], pivot, with_equal);
  }
}

static inline void hold(double *held, const double *x, size_t n) {
  for (size_t i = 0; i < n; i += WIDTH) v_store(held + i, v_load(x + i));
}

/* A batch of each end is held elsewhere. So there is room for two, and reading from the end with
   less of it leaves room for what goes to the other. Few are all held. */
ALWAYS_INLINE size_t divide_at(double *x, size_t n, double pivot, const bool with_equal) {
  const vector center = v_set(pivot);
  const double *left = x, *right = x + n;
  double held[3 * BATCH], odd[WIDTH];
  room in = {x, n};
  const size_t odd_count = n % WIDTH;
  for (size_t i = 0; i < odd_count; i++) odd[i] = *--right;
  const size_t batch = n < 4 * BATCH ? SMALL_BATCH : BATCH;
  size_t count = 0;
  if (n >= 4 * batch) {
    hold(held, left, batch);
    hold(held + batch, right - batch, batch);
    count = 2 * batch;
    left += batch;
    right -= batch;
  } else {
    count = n - odd_count;
    hold(held, left, count);
    left = right;
  }
  for (size_t i = 0; i < odd_count; i++) put_one(&in, odd[i], pivot, with_equal);
  while ((size_t)(right - left) >= batch) {
    if (left - in.start <= in.start + in.length - right) {
      put_all(&in, left, batch, center, with_equal);
      left += batch;
    } else {
      right -= batch;
      put_down(&in, right, batch, center, with_equal);
    }
  }
  hold(held + count, left, (size_t)(right - left));
  put_all(&in, held, count + (size_t)(right - left), center, with_equal);
  return (size_t)(in.start - x);
}

static size_t divide(double *x, size_t n, double pivot, bool with_equal) {
  return with_equal ? divide_at(x, n, pivot, true) : divide_at(x, n, pivot, false);
}

#endif
