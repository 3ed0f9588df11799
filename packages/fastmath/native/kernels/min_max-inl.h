/* min_max-inl.h: the minimum and the maximum, and their indices, with vectors. */
#include "../simd/simd.h"
#include "kernels.h"
#include "min_max.h"

enum { MIN_MAX_VECTORS = 4, MIN_MAX_ROW = MIN_MAX_VECTORS * WIDTH, MIN_STREAMED_LENGTH = 1 << 18 };

/* An operation on two vectors. Each caller passes a constant, so compilers inline it. */
typedef vector vector_op(vector a, vector b);

/* The extremes of the values read so far, and the lanes that have not contained NaN. */
typedef struct min_max_state {
  vector low[MIN_MAX_VECTORS], high[MIN_MAX_VECTORS];
  vector_mask numbers[MIN_MAX_VECTORS / 2];
} min_max_state;

/* v_min and v_max may lose a NaN, so a mask records the lanes that contain one, for two vectors at
   a time. */
ALWAYS_INLINE void min_max_row(min_max_state *seen, const double *x) {
  for (int v = 0; v < MIN_MAX_VECTORS; v += 2) {
    const vector a = v_load(x + v * WIDTH), b = v_load(x + (v + 1) * WIDTH);
    seen->low[v] = v_min(a, seen->low[v]);
    seen->high[v] = v_max(a, seen->high[v]);
    seen->low[v + 1] = v_min(b, seen->low[v + 1]);
    seen->high[v + 1] = v_max(b, seen->high[v + 1]);
    seen->numbers[v / 2] = mask_ordered(seen->numbers[v / 2], a, b);
  }
}

/* Whether the sign bit of any value is `set`. */
static bool any_sign(const double *x, size_t n, bool set) {
  const unsigned none = set ? 0 : ALL_LANES;
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH)
    if (mask_to_bits(mask_signs(v_load(x + i))) != none) return true;
  return i < n &&
         mask_to_bits(mask_signs(v_load_partial(x + i, n - i, v_set(set ? 1 : -1)))) != none;
}

/* Returns the minimum or the maximum of n values. v_min and v_max do not distinguish -0 from 0. If
   the minimum is 0, no value is negative, so a second pass only has to find a -0; if the maximum is
   0, it only has to find a 0. */
ALWAYS_INLINE double extreme(vector_op *op, vector lanes, const double *x, size_t n, bool least) {
  double lane[WIDTH];
  for (size_t by = WIDTH / 2; by > 0; by /= 2) lanes = op(lanes, v_rotate(lanes, by));
  v_store(lane, lanes);
  if (lane[0] != 0) return lane[0];
  return any_sign(x, n, least) == least ? -0.0 : 0.0;
}

/* The result depends neither on the order in which values are read nor on how often. Therefore the
   loop over a long array begins at an aligned address; the elements before it are read separately.
   The last row may overlap the previous one. Arrays larger than a cache are read in four streams at
   once, for more bandwidth. */
static void min_max_vectors(const double *x, size_t n, double *min, double *max) {
  *min = INFINITY;
  *max = -INFINITY;
  if (n == 0) return;
  const vector start = v_load_partial(x, n, v_set(x[0]));
  min_max_state seen;
  seen.numbers[0] = seen.numbers[1] = mask_ordered(mask_all(), start, start);
  for (int v = 0; v < MIN_MAX_VECTORS; v++) seen.low[v] = seen.high[v] = start;
  if (n < MIN_MAX_ROW) {
    for (size_t i = WIDTH; i < n; i += WIDTH) {
      const vector value = v_load_partial(x + i, n - i, start);
      seen.low[0] = v_min(value, seen.low[0]);
      seen.high[0] = v_max(value, seen.high[0]);
      seen.numbers[0] = mask_ordered(seen.numbers[0], value, value);
    }
  } else {
    size_t i = n < MIN_ALIGNED_LENGTH ? 0 : elements_to_alignment(x);
    /* A little less than a quarter: streams that are powers of two apart share cache sets. */
    const size_t quarter = n < MIN_STREAMED_LENGTH ? 0 : (n / 4 - 544) / MIN_MAX_ROW * MIN_MAX_ROW;
    for (const size_t end = i + quarter; i < end; i += MIN_MAX_ROW)
      for (size_t stream = 0; stream < 4; stream++) min_max_row(&seen, x + stream * quarter + i);
    for (i += 3 * quarter; i + MIN_MAX_ROW <= n; i += MIN_MAX_ROW) min_max_row(&seen, x + i);
    if (i < n) min_max_row(&seen, x + n - MIN_MAX_ROW);
  }
  if ((mask_to_bits(seen.numbers[0]) & mask_to_bits(seen.numbers[1])) != ALL_LANES) {
    *min = *max = NAN;
    return;
  }
  for (int half = MIN_MAX_VECTORS / 2; half > 0; half /= 2)
    for (int v = 0; v < half; v++) {
      seen.low[v] = v_min(seen.low[v], seen.low[v + half]);
      seen.high[v] = v_max(seen.high[v], seen.high[v + half]);
    }
  *min = extreme(v_min, seen.low[0], x, n, true);
  *max = extreme(v_max, seen.high[0], x, n, false);
}

/* An extreme, and the start of the part of x that contains it. */
typedef struct part_extreme {
  double value;
  size_t start;
} part_extreme;

/* Returns the lanes of `a` with the bits of `value`; if `value` is NaN, the lanes that are NaN. */
ALWAYS_INLINE unsigned lanes_equal(double value, vector a) {
  return isnan(value) ? ALL_LANES ^ mask_to_bits(mask_ordered(mask_all(), a, a))
                      : mask_to_bits(mask_equal_bits(a, v_set(value)));
}

static size_t lowest_lane(unsigned lanes) {
  size_t j = 0;
  while ((lanes >> j & 1) == 0) j++;
  return j;
}

/* Returns the first index with the bits of `value`; if `value` is NaN, the index of the first NaN.
   Returns 0 if another thread has overwritten it. */
static size_t find_value(double value, const double *x, size_t n) {
  const vector other = v_set(isnan(value) ? 0 : -value);
  size_t i = 0;
  for (; i + MIN_MAX_ROW <= n; i += MIN_MAX_ROW) {
    unsigned same = 0;
    for (int v = 0; v < MIN_MAX_VECTORS; v++)
      same |= lanes_equal(value, v_load(x + i + v * WIDTH)) << v * WIDTH;
    if (same != 0) return i + lowest_lane(same);
  }
  for (; i < n; i += WIDTH) {
    const unsigned same = lanes_equal(value, v_load_partial(x + i, n - i, other));
    if (same != 0) return i + lowest_lane(same);
  }
  return 0;
}

static size_t index_of(const double *x, size_t n, size_t part, part_extreme extreme) {
  return extreme.start + find_value(extreme.value, x + extreme.start,
                                    range_end(extreme.start, part, n) - extreme.start);
}

/* Finds the parts that contain the extremes, and then the indices within these parts. An additional
   part costs about as much as a search through 1024 elements, so the best length of a part is about
   the square root of 1024 * n. */
static void arg_min_max_vectors(const double *x, size_t n, size_t *min, size_t *max) {
  *min = *max = 0;
  if (n == 0) return;
  part_extreme least = {INFINITY, 0}, greatest = {-INFINITY, 0};
  size_t part = 1024;
  while (part * 2 <= n / part * 1024) part *= 2;
  for (size_t start = 0; start < n; start += part) {
    double low, high;
    min_max_vectors(x + start, range_end(start, part, n) - start, &low, &high);
    if (isnan(low)) {
      least = greatest = (part_extreme){low, start};
      break;
    }
    if (is_less(low, least.value)) least = (part_extreme){low, start};
    if (is_less(greatest.value, high)) greatest = (part_extreme){high, start};
  }
  *min = index_of(x, n, part, least);
  *max = index_of(x, n, part, greatest);
}

void KERNEL(min_max)(const double *x, size_t n, double *min, double *max) {
  min_max_values(min_max_vectors, x, n, min, max);
}

void KERNEL(min_max_strided)(const double *x, ptrdiff_t stride, size_t n, double *min,
                             double *max) {
  parallel_min_max(min_max_vectors, strided_of(x, stride), n, min, max);
}

void KERNEL(arg_min_max)(const double *x, size_t n, size_t *min, size_t *max) {
  arg_min_max_values(arg_min_max_vectors, x, n, min, max);
}

#define kernel_min_max KERNEL(min_max)
#define kernel_min_max_strided KERNEL(min_max_strided)
#define kernel_arg_min_max KERNEL(arg_min_max)
