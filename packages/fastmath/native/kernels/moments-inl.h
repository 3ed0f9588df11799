/* moments_simd.h: the sums that moments are made of. A row has eight lanes at every length: one
   vector, or a few. */
#include "moments.h"
#include "../simd/simd.h"

enum { MOMENT_ROW = SHORT_LANES / WIDTH, MOST_SUMS = 5 };

/* Adds the terms of `count` elements to a run of each sum. `count` is the constant WIDTH, or less
   where there are no more. */
typedef void add_terms(vector *run, const double *x, const double *y, size_t count, vector mean_x,
                       vector mean_y);

/* A value, or nothing in the lanes behind the first `count`. */
ALWAYS_INLINE vector only(vector value, size_t count) {
  return count == WIDTH ? value : v_keep_first(value, count, v_set(-0.0));
}

ALWAYS_INLINE vector deviation(const double *x, size_t count, vector mean) {
  return v_sub(count == WIDTH ? v_load(x) : v_load_first(x, count, mean), mean);
}

ALWAYS_INLINE void add_powers(vector *run, const double *x, const double *y, size_t count,
                              vector mean, vector mean_y) {
  (void)y, (void)mean_y;
  const vector e = deviation(x, count, mean), square = v_mul(e, e);
  run[0] = v_add(run[0], only(e, count));
  run[1] = v_add(run[1], only(square, count));
  run[2] = v_add(run[2], only(v_mul(square, e), count));
  run[3] = v_add(run[3], only(v_mul(square, square), count));
}

ALWAYS_INLINE void add_squares(vector *run, const double *x, const double *y, size_t count,
                               vector mean, vector mean_y) {
  (void)y, (void)mean_y;
  const vector e = deviation(x, count, mean);
  run[0] = v_add(run[0], only(e, count));
  run[1] = v_add(run[1], only(v_mul(e, e), count));
}

ALWAYS_INLINE void add_products(vector *run, const double *x, const double *y, size_t count,
                                vector mean_x, vector mean_y) {
  const vector e = deviation(x, count, mean_x), f = deviation(y, count, mean_y);
  run[0] = v_add(run[0], only(e, count));
  run[1] = v_add(run[1], only(f, count));
  run[2] = v_add(run[2], only(v_mul(e, e), count));
  run[3] = v_add(run[3], only(v_mul(f, f), count));
  run[4] = v_add(run[4], only(v_mul(e, f), count));
}

/* The terms, and how many sums they make, are constants where this is inlined. */
ALWAYS_INLINE void sum_terms(add_terms *terms, const int sums, const double *x, const double *y,
                             size_t n, double mean_x, double mean_y, double *out) {
  const vector mx = v_set(mean_x), my = v_set(mean_y);
  vector total[MOMENT_ROW][MOST_SUMS], run[MOMENT_ROW][MOST_SUMS];
  for (int v = 0; v < MOMENT_ROW; v++)
    for (int k = 0; k < sums; k++) total[v][k] = v_set(-0.0);
  for (size_t start = 0; start < n; start += RUN * SHORT_LANES) {
    const size_t end = end_of(start, RUN * SHORT_LANES, n);
    size_t i = start;
    for (int v = 0; v < MOMENT_ROW; v++)
      for (int k = 0; k < sums; k++) run[v][k] = v_set(-0.0);
    for (; i + SHORT_LANES <= end; i += SHORT_LANES)
      for (int v = 0; v < MOMENT_ROW; v++)
        terms(run[v], x + i + v * WIDTH, y + i + v * WIDTH, WIDTH, mx, my);
    for (int v = 0; v < MOMENT_ROW && i < end; v++, i += WIDTH)
      terms(run[v], x + i, y + i, end - i, mx, my);
    for (int v = 0; v < MOMENT_ROW; v++)
      for (int k = 0; k < sums; k++) total[v][k] = v_add(total[v][k], run[v][k]);
  }
  for (int half = MOMENT_ROW / 2; half > 0; half /= 2)
    for (int v = 0; v < half; v++)
      for (int k = 0; k < sums; k++) total[v][k] = v_add(total[v][k], total[v + half][k]);
  for (int k = 0; k < sums; k++) out[k] = v_fold(total[0][k]);
}

static void powers(const double *x, size_t n, double mean, double sums[4]) {
  sum_terms(add_powers, 4, x, x, n, mean, mean, sums);
}

static void squares(const double *x, size_t n, double mean, double sums[4]) {
  sum_terms(add_squares, 2, x, x, n, mean, mean, sums);
  sums[2] = sums[3] = 0;
}

static void products(const double *x, const double *y, size_t n, double mean_x, double mean_y,
                     double sums[5]) {
  sum_terms(add_products, 5, x, y, n, mean_x, mean_y, sums);
}

const block_sums KERNEL(block_sums) = {KERNEL(sum), KERNEL(dot), powers, products};
static const block_sums without_powers = {KERNEL(sum), KERNEL(dot), squares, products};

void KERNEL(moments)(const double *x, size_t n, fastmath_moments *out) {
  moments_of(&KERNEL(block_sums), x, n, out);
}

void KERNEL(deviations)(const double *x, size_t n, fastmath_deviations *out) {
  deviations_of(&without_powers, x, n, out);
}

void KERNEL(comoments)(const double *x, const double *y, size_t n, fastmath_comoments *out) {
  comoments_of(&KERNEL(block_sums), x, y, n, out);
}

void KERNEL(moments_weighted)(const double *x, const double *w, size_t n,
                              fastmath_weighted_moments *out) {
  moments_weighted_of(&KERNEL(block_sums), x, w, n, out);
}
