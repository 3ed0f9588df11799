/* sums_simd.h: sum and dot in the order of order.h. No fused multiply-add: it rounds once where the
   specification rounds twice.

   A vector holds lanes that are next to one another, and a row of vectors holds all. The sums of a
   row are independent of one another, and so are two runs: that hides the latency of additions. */
#include "../simd/simd.h"

/* x, or x times y where there is a y. */
ALWAYS_INLINE vector term(const double *x, const double *y) {
  return y == NULL ? v_load(x) : v_mul(v_load(x), v_load(y));
}

ALWAYS_INLINE vector term_first(const double *x, const double *y, size_t count) {
  const vector value = v_load_first(x, count, v_set(-0.0));
  return y == NULL ? value : v_mul(value, v_load_first(y, count, v_set(1)));
}

/* From an address that loads like, `head` elements behind the first of a row, a vector holds lanes
   that are turned by as many: the last of a row begin with the head of the run. Turns them back. */
ALWAYS_INLINE void turn_back(vector *total, const size_t row, size_t head) {
  vector before = v_turn(total[row - 1], head);
  for (size_t v = 0; v < row; v++) {
    const vector turned = v_turn(total[v], head);
    total[v] = v_keep_first(before, head, turned);
    before = turned;
  }
}

/* `lanes`, whether there is a y, and whether there is a head are constants where this is inlined. */
ALWAYS_INLINE double add_rows(const double *x, const double *y, size_t n, const size_t lanes,
                              size_t head) {
  const size_t row = lanes / WIDTH;
  vector total[LONG_LANES / WIDTH], run[LONG_LANES / WIDTH];
  for (size_t v = 0; v < row; v++) total[v] = v_set(-0.0);
  for (size_t start = 0; start < n; start += RUN * lanes) {
    const size_t end = end_of(start, RUN * lanes, n);
    size_t i = start + head;
    for (size_t v = 0; v < row; v++) run[v] = v_set(-0.0);
    if (head > 0) {
      const size_t count = end_of(start, head, n) - start;
      const vector first_of_run = term_first(x + start, y == NULL ? NULL : y + start, count);
      run[row - 1] = v_turn(first_of_run, WIDTH - head);
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
                                                 : term_first(x + at, other, end - at));
      }
    for (size_t v = 0; v < row; v++) total[v] = v_add(total[v], run[v]);
  }
  if (head > 0) turn_back(total, row, head);
  for (size_t half = row / 2; half > 0; half /= 2)
    for (size_t v = 0; v < half; v++) total[v] = v_add(total[v], total[v + half]);
  return v_fold(total[0]);
}

ALWAYS_INLINE double add_block_of(const double *x, const double *y, size_t n) {
  if (n < SHORT) return add_rows(x, y, n, SHORT_LANES, 0);
  const size_t head = n < LONG ? 0 : head_of(x);
  return head == 0 ? add_rows(x, y, n, LONG_LANES, 0) : add_rows(x, y, n, LONG_LANES, head);
}

static double sum_block(const double *x, const double *y, size_t n) {
  (void)y;
  return add_block_of(x, NULL, n);
}

static double dot_block(const double *x, const double *y, size_t n) {
  return add_block_of(x, y, n);
}

double KERNEL(sum)(const double *x, size_t n) {
  return n == 0 ? 0 : add_tree(sum_block, x, NULL, n);
}

double KERNEL(dot)(const double *x, const double *y, size_t n) {
  return n == 0 ? 0 : add_tree(dot_block, x, y, n);
}
