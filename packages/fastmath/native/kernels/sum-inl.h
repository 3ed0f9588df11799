/* sum-inl.h: sum and dot with vectors, in the order of summation_order.h. A fused multiply-add is
   not used: it rounds once, but the specification rounds the product and the sum.

   A vector contains adjacent lanes, and a row of vectors contains all lanes. The vectors of a row
   are independent of one another, and so are two runs. This hides the latency of additions. */
#include "../simd/simd.h"
#include "kernels.h"
#include "sum.h"

/* Loads x, or x times y if y is not NULL. */
ALWAYS_INLINE vector term(const double *x, const double *y) {
  return y == NULL ? v_load(x) : v_mul(v_load(x), v_load(y));
}

ALWAYS_INLINE vector term_partial(const double *x, const double *y, size_t count) {
  const vector value = v_load_partial(x, count, v_set(-0.0));
  return y == NULL ? value : v_mul(value, v_load_partial(y, count, v_set(1)));
}

/* Restores the order of the lanes. On entry they are rotated by `head`, because loads began `head`
   elements after the start of a row, at an aligned address; the last vector of the row contains the
   first `head` elements of the run. */
ALWAYS_INLINE void rotate_back(vector *total, const size_t row, size_t head) {
  vector before = v_rotate(total[row - 1], head);
  for (size_t v = 0; v < row; v++) {
    const vector rotated = v_rotate(total[v], head);
    total[v] = v_blend_first(before, head, rotated);
    before = rotated;
  }
}

/* Each caller passes constant `lanes`, a y or NULL, and a head or 0, so compilers specialize it. */
ALWAYS_INLINE double sum_rows(const double *x, const double *y, size_t n, const size_t lanes,
                              size_t head) {
  const size_t row = lanes / WIDTH;
  vector total[LONG_LANES / WIDTH], run[LONG_LANES / WIDTH];
  for (size_t v = 0; v < row; v++) total[v] = v_set(-0.0);
  for (size_t start = 0; start < n; start += RUN * lanes) {
    const size_t end = range_end(start, RUN * lanes, n);
    size_t i = start + head;
    for (size_t v = 0; v < row; v++) run[v] = v_set(-0.0);
    if (head > 0) {
      const size_t count = range_end(start, head, n) - start;
      const vector run_head = term_partial(x + start, y == NULL ? NULL : y + start, count);
      run[row - 1] = v_rotate(run_head, WIDTH - head);
    }
    for (; i + lanes <= end; i += lanes)
      for (size_t v = 0; v < row; v++) {
        const size_t at = i + v * WIDTH;
        run[v] = v_add(run[v], term(x + at, y == NULL ? NULL : y + at));
      }
    if (i < end)
      for (size_t v = 0; v < row; v++) {
        const size_t at = i + v * WIDTH;
        const double *const other = y == NULL ? NULL : y + at;
        if (at >= end) break;
        run[v] = v_add(run[v], at + WIDTH <= end ? term(x + at, other)
                                                 : term_partial(x + at, other, end - at));
      }
    for (size_t v = 0; v < row; v++) total[v] = v_add(total[v], run[v]);
  }
  if (head > 0) rotate_back(total, row, head);
  for (size_t half = row / 2; half > 0; half /= 2)
    for (size_t v = 0; v < half; v++) total[v] = v_add(total[v], total[v + half]);
  return v_sum_lanes(total[0]);
}

ALWAYS_INLINE double sum_block_in_rows(const double *x, const double *y, size_t n) {
  if (n < LONG_BLOCK) return sum_rows(x, y, n, SHORT_LANES, 0);
  const size_t head = n < MIN_ALIGNED_LENGTH ? 0 : elements_to_alignment(x);
  return head == 0 ? sum_rows(x, y, n, LONG_LANES, 0) : sum_rows(x, y, n, LONG_LANES, head);
}

static double sum_vectors(const double *x, const double *y, size_t n) {
  (void)y;
  return sum_block_in_rows(x, NULL, n);
}

static double dot_vectors(const double *x, const double *y, size_t n) {
  return sum_block_in_rows(x, y, n);
}

double KERNEL(sum)(const double *x, size_t n) { return sum_terms(sum_vectors, x, NULL, n); }

double KERNEL(dot)(const double *x, const double *y, size_t n) {
  return sum_terms(dot_vectors, x, y, n);
}

double KERNEL(sum_strided)(const double *x, ptrdiff_t stride, size_t n) {
  return tree_sum(sum_vectors, strided_of(x, stride), contiguous(NULL), n);
}

double KERNEL(dot_strided)(const double *x, ptrdiff_t x_stride, const double *y, ptrdiff_t y_stride,
                           size_t n) {
  return tree_sum(dot_vectors, strided_of(x, x_stride), strided_of(y, y_stride), n);
}

#define kernel_sum KERNEL(sum)
#define kernel_dot KERNEL(dot)
#define kernel_sum_strided KERNEL(sum_strided)
#define kernel_dot_strided KERNEL(dot_strided)
