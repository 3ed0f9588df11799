/* elementwise_simd.h: a value from each value, or from two. */
#include "../simd/simd.h"

typedef vector make(vector a, vector b, vector factor);

/* Of the first `count`. Lanes behind them divide 1 by 1. */
ALWAYS_INLINE void make_first(make *of, vector factor, const double *x, const double *y,
                              double *out, size_t count) {
  const vector one = v_set(1);
  const vector a = v_load_first(x, count, one), b = v_load_first(y, count, one);
  v_store_first(out, count, of(a, b, factor));
}

/* A store that touches two cache lines costs more than such a load: out is what begins aligned. */
ALWAYS_INLINE void each(make *of, double a, const double *x, const double *y, double *out,
                        size_t n) {
  const vector factor = v_set(a);
  size_t i = n < LONG ? 0 : head_of(out);
  if (i > 0) make_first(of, factor, x, y, out, i);
  for (; i + WIDTH <= n; i += WIDTH) v_store(out + i, of(v_load(x + i), v_load(y + i), factor));
  if (i < n) make_first(of, factor, x + i, y + i, out + i, n - i);
}

ALWAYS_INLINE vector sum_of(vector a, vector b, vector f) { return (void)f, v_add(a, b); }
ALWAYS_INLINE vector difference_of(vector a, vector b, vector f) { return (void)f, v_sub(a, b); }
ALWAYS_INLINE vector product_of(vector a, vector b, vector f) { return (void)f, v_mul(a, b); }
ALWAYS_INLINE vector quotient_of(vector a, vector b, vector f) { return (void)f, v_div(a, b); }
ALWAYS_INLINE vector abs_of(vector a, vector b, vector f) { return (void)b, (void)f, v_abs(a); }
ALWAYS_INLINE vector sqrt_of(vector a, vector b, vector f) { return (void)b, (void)f, v_sqrt(a); }
ALWAYS_INLINE vector scaled(vector a, vector b, vector f) { return (void)b, v_mul(f, a); }
ALWAYS_INLINE vector scaled_sum(vector a, vector b, vector f) { return v_add(v_mul(f, a), b); }

void KERNEL(add)(const double *x, const double *y, double *out, size_t n) {
  each(sum_of, 0, x, y, out, n);
}

void KERNEL(subtract)(const double *x, const double *y, double *out, size_t n) {
  each(difference_of, 0, x, y, out, n);
}

void KERNEL(multiply)(const double *x, const double *y, double *out, size_t n) {
  each(product_of, 0, x, y, out, n);
}

void KERNEL(divide)(const double *x, const double *y, double *out, size_t n) {
  each(quotient_of, 0, x, y, out, n);
}

void KERNEL(abs)(const double *x, double *out, size_t n) { each(abs_of, 0, x, x, out, n); }
void KERNEL(sqrt)(const double *x, double *out, size_t n) { each(sqrt_of, 0, x, x, out, n); }
void KERNEL(scale)(double a, double *x, size_t n) { each(scaled, a, x, x, x, n); }

void KERNEL(axpy)(double a, const double *x, double *y, size_t n) {
  each(scaled_sum, a, x, y, y, n);
}

void KERNEL(widen_f32)(const float *x, double *out, size_t n) {
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) v_store(out + i, v_load_f32(x + i));
  for (; i < n; i++) out[i] = (double)x[i];
}
