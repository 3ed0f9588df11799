/* elementwise_simd.h: a value from each value. */
#include "simd.h"

typedef vector combine(vector a, vector b);

/* Lanes behind the last value divide 1 by 1. */
ALWAYS_INLINE void each(combine *of, const double *x, const double *y, double *out, size_t n) {
  const vector one = v_set(1);
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) v_store(out + i, of(v_load(x + i), v_load(y + i)));
  if (i < n)
    v_store_first(out + i, n - i,
                  of(v_load_first(x + i, n - i, one), v_load_first(y + i, n - i, one)));
}

ALWAYS_INLINE vector abs_of(vector a, vector b) { return (void)b, v_abs(a); }
ALWAYS_INLINE vector sqrt_of(vector a, vector b) { return (void)b, v_sqrt(a); }

void KERNEL(add)(const double *x, const double *y, double *out, size_t n) {
  each(v_add, x, y, out, n);
}

void KERNEL(subtract)(const double *x, const double *y, double *out, size_t n) {
  each(v_sub, x, y, out, n);
}

void KERNEL(multiply)(const double *x, const double *y, double *out, size_t n) {
  each(v_mul, x, y, out, n);
}

void KERNEL(divide)(const double *x, const double *y, double *out, size_t n) {
  each(v_div, x, y, out, n);
}

void KERNEL(abs)(const double *x, double *out, size_t n) { each(abs_of, x, x, out, n); }
void KERNEL(sqrt)(const double *x, double *out, size_t n) { each(sqrt_of, x, x, out, n); }

void KERNEL(widen_f32)(const float *x, double *out, size_t n) {
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) v_store(out + i, v_load_f32(x + i));
  for (; i < n; i++) out[i] = (double)x[i];
}

void KERNEL(axpy)(double a, const double *x, double *y, size_t n) {
  const vector factor = v_set(a);
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH)
    v_store(y + i, v_add(v_mul(factor, v_load(x + i)), v_load(y + i)));
  for (; i < n; i++) y[i] = a * x[i] + y[i];
}

void KERNEL(scale)(double a, double *x, size_t n) {
  const vector factor = v_set(a);
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) v_store(x + i, v_mul(factor, v_load(x + i)));
  for (; i < n; i++) x[i] = a * x[i];
}
