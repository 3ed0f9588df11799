/* moments-inl.h: computes the sums for moments with vectors. A row has eight lanes at every length,
   in one vector or several. */
#include "../simd/simd.h"
#include "kernels.h"
#include "moments.h"

enum { MOMENT_ROW = SHORT_LANES / WIDTH, MAX_SUMS = 5 };

/* Adds the terms of `count` elements to the run of each sum. `count` is the constant WIDTH, except
   at the end of a run. */
typedef void add_terms(vector *run, const double *x, const double *y, size_t count, vector mean_x,
                       vector mean_y);

/* Replaces the lanes after the first `count` by -0, whose addition changes nothing. */
ALWAYS_INLINE vector blend_zero(vector value, size_t count) {
  return count == WIDTH ? value : v_blend_first(value, count, v_set(-0.0));
}

ALWAYS_INLINE vector deviation(const double *x, size_t count, vector mean) {
  return v_sub(count == WIDTH ? v_load(x) : v_load_partial(x, count, mean), mean);
}

ALWAYS_INLINE void add_powers(vector *run, const double *x, const double *y, size_t count,
                              vector mean, vector mean_y) {
  (void)y, (void)mean_y;
  const vector e = deviation(x, count, mean), square = v_mul(e, e);
  run[0] = v_add(run[0], blend_zero(e, count));
  run[1] = v_add(run[1], blend_zero(square, count));
  run[2] = v_add(run[2], blend_zero(v_mul(square, e), count));
  run[3] = v_add(run[3], blend_zero(v_mul(square, square), count));
}

ALWAYS_INLINE void add_squares(vector *run, const double *x, const double *y, size_t count,
                               vector mean, vector mean_y) {
  (void)y, (void)mean_y;
  const vector e = deviation(x, count, mean);
  run[0] = v_add(run[0], blend_zero(e, count));
  run[1] = v_add(run[1], blend_zero(v_mul(e, e), count));
}

ALWAYS_INLINE void add_products(vector *run, const double *x, const double *y, size_t count,
                                vector mean_x, vector mean_y) {
  const vector e = deviation(x, count, mean_x), f = deviation(y, count, mean_y);
  run[0] = v_add(run[0], blend_zero(e, count));
  run[1] = v_add(run[1], blend_zero(f, count));
  run[2] = v_add(run[2], blend_zero(v_mul(e, e), count));
  run[3] = v_add(run[3], blend_zero(v_mul(f, f), count));
  run[4] = v_add(run[4], blend_zero(v_mul(e, f), count));
}

/* Each caller passes constant `terms` and `sums`, so compilers specialize it. */
ALWAYS_INLINE void sum_each_term(add_terms *terms, const int sums, const double *x, const double *y,
                                 size_t n, double mean_x, double mean_y, double *out) {
  const vector mx = v_set(mean_x), my = v_set(mean_y);
  vector total[MOMENT_ROW][MAX_SUMS], run[MOMENT_ROW][MAX_SUMS];
  for (int v = 0; v < MOMENT_ROW; v++)
    for (int k = 0; k < sums; k++) total[v][k] = v_set(-0.0);
  for (size_t start = 0; start < n; start += RUN * SHORT_LANES) {
    const size_t end = range_end(start, RUN * SHORT_LANES, n);
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
  for (int k = 0; k < sums; k++) out[k] = v_sum_lanes(total[0][k]);
}

static void powers(const double *x, size_t n, double mean, double sums[4]) {
  sum_each_term(add_powers, 4, x, x, n, mean, mean, sums);
}

static void squares(const double *x, size_t n, double mean, double sums[2]) {
  sum_each_term(add_squares, 2, x, x, n, mean, mean, sums);
}

static void products(const double *x, const double *y, size_t n, double mean_x, double mean_y,
                     double sums[5]) {
  sum_each_term(add_products, 5, x, y, n, mean_x, mean_y, sums);
}

static void center(const double *x, size_t n, double mean, double *e) {
  const vector m = v_set(mean);
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) v_store(e + i, v_sub(v_load(x + i), m));
  for (; i < n; i++) e[i] = x[i] - mean;
}

static void square(double *e, size_t n) {
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) v_store(e + i, v_mul(v_load(e + i), v_load(e + i)));
  for (; i < n; i++) e[i] = e[i] * e[i];
}

static const block_sums vector_sums = {KERNEL(sum), KERNEL(dot), powers, squares,
                                       products,    center,      square};

MOMENT_KERNELS(KERNEL, &vector_sums)

#define kernel_moments KERNEL(moments)
#define kernel_deviations KERNEL(deviations)
#define kernel_comoments KERNEL(comoments)
#define kernel_moments_weighted KERNEL(moments_weighted)
#define kernel_moments_strided KERNEL(moments_strided)
#define kernel_comoments_strided KERNEL(comoments_strided)
