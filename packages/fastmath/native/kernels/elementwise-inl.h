/* elementwise-inl.h: elementwise kernels with vectors: out[i] from x[i] and y[i]. */
#include "../simd/simd.h"
#include "elementwise.h"
#include "kernels.h"

typedef vector element_op(vector a, vector x, vector y);

/* Computes the first `count` elements. The other lanes compute with ones. */
ALWAYS_INLINE void compute_partial(element_op *op, vector a, const double *x, const double *y,
                                   double *out, size_t count) {
  const vector one = v_set(1);
  v_store_partial(out, count, op(a, v_load_partial(x, count, one), v_load_partial(y, count, one)));
}

/* A store to two cache lines costs more than a load from two, so the output is aligned. */
ALWAYS_INLINE void compute_each(element_op *op, double factor, const double *x, const double *y,
                                double *out, size_t n) {
  const vector a = v_set(factor);
  size_t i = n < MIN_ALIGNED_LENGTH ? 0 : elements_to_alignment(out);
  if (i > 0) compute_partial(op, a, x, y, out, i);
  for (; i + WIDTH <= n; i += WIDTH) v_store(out + i, op(a, v_load(x + i), v_load(y + i)));
  if (i < n) compute_partial(op, a, x + i, y + i, out + i, n - i);
}

#define VECTORS(name) name##_vectors
#define EACH(name, value)                                                                          \
  ALWAYS_INLINE vector name##_op(vector a, vector x, vector y) {                                   \
    (void)a, (void)x, (void)y;                                                                     \
    return value;                                                                                  \
  }                                                                                                \
  static void VECTORS(name)(double a, const double *x, const double *y, double *out, size_t n) {   \
    compute_each(name##_op, a, x, y, out, n);                                                      \
  }

EACH(add, v_add(x, y))
EACH(subtract, v_sub(x, y))
EACH(multiply, v_mul(x, y))
EACH(divide, v_div(x, y))
EACH(abs, v_abs(x))
EACH(sqrt, v_sqrt(x))
EACH(scale, v_mul(a, x))
EACH(axpy, v_add(v_mul(a, x), y))

static void widen_f32_vectors(const float *x, double *out, size_t n) {
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) v_store(out + i, v_load_f32(x + i));
  for (; i < n; i++) out[i] = (double)x[i];
}

ELEMENTWISE_KERNELS(KERNEL, VECTORS)

#define kernel_add KERNEL(add)
#define kernel_subtract KERNEL(subtract)
#define kernel_multiply KERNEL(multiply)
#define kernel_divide KERNEL(divide)
#define kernel_abs KERNEL(abs)
#define kernel_sqrt KERNEL(sqrt)
#define kernel_scale KERNEL(scale)
#define kernel_axpy KERNEL(axpy)
#define kernel_widen_f32 KERNEL(widen_f32)
