/* shared.c: the elementwise kernels of shared.h. Each variant has its own kernel for a chunk; what is
   around them is one. */
#include "../reduction/chunks.h"
#include "shared.h"
#include "../parallel/parallel.h"

/* About what an element costs one thread, in ns, where it is not in its own cache. */
static const double COST = 0.25;

/* A call of a kernel, and how it is cut. */
typedef struct job {
  union {
    fastmath_add_fn *binary;
    fastmath_abs_fn *unary;
    fastmath_widen_f32_fn *widen;
    fastmath_axpy_fn *axpy;
    fastmath_scale_fn *scale;
  } kernel;
  double a;
  const double *x, *y;
  const float *floats;
  double *out;
  chunks cut;
} job;

static void binary_chunk(void *of, size_t i) {
  const job *const this = of;
  const size_t at = chunk_start(&this->cut, i);
  this->kernel.binary(this->x + at, this->y + at, this->out + at, chunk_length(&this->cut, i));
}

static void unary_chunk(void *of, size_t i) {
  const job *const this = of;
  const size_t at = chunk_start(&this->cut, i);
  this->kernel.unary(this->x + at, this->out + at, chunk_length(&this->cut, i));
}

static void widen_chunk(void *of, size_t i) {
  const job *const this = of;
  const size_t at = chunk_start(&this->cut, i);
  this->kernel.widen(this->floats + at, this->out + at, chunk_length(&this->cut, i));
}

static void axpy_chunk(void *of, size_t i) {
  const job *const this = of;
  const size_t at = chunk_start(&this->cut, i);
  this->kernel.axpy(this->a, this->x + at, this->out + at, chunk_length(&this->cut, i));
}

static void scale_chunk(void *of, size_t i) {
  const job *const this = of;
  const size_t at = chunk_start(&this->cut, i);
  this->kernel.scale(this->a, this->out + at, chunk_length(&this->cut, i));
}

/* False when the caller is to compute alone. */
static bool share(job of, size_t n, compute_chunk *compute) {
  of.cut = chunks_of(n);
  return in_threads(COST * (double)n, of.cut.count, compute, &of);
}

static bool share_binary(fastmath_add_fn *kernel, const double *x, const double *y, double *out,
                         size_t n) {
  const job of = {.kernel.binary = kernel, .x = x, .y = y, .out = out};
  return share(of, n, binary_chunk);
}

static bool share_unary(fastmath_abs_fn *kernel, const double *x, double *out, size_t n) {
  const job of = {.kernel.unary = kernel, .x = x, .out = out};
  return share(of, n, unary_chunk);
}

static bool share_widen(fastmath_widen_f32_fn *kernel, const float *x, double *out, size_t n) {
  const job of = {.kernel.widen = kernel, .floats = x, .out = out};
  return share(of, n, widen_chunk);
}

static bool share_axpy(fastmath_axpy_fn *kernel, double a, const double *x, double *y, size_t n) {
  const job of = {.kernel.axpy = kernel, .a = a, .x = x, .out = y};
  return share(of, n, axpy_chunk);
}

static bool share_scale(fastmath_scale_fn *kernel, double a, double *x, size_t n) {
  const job of = {.kernel.scale = kernel, .a = a, .out = x};
  return share(of, n, scale_chunk);
}

#define BINARY(name, variant)                                                                      \
  void shared_##name##_##variant(const double *x, const double *y, double *out, size_t n) {        \
    if (n <= BLOCK || !share_binary(name##_##variant, x, y, out, n))                               \
      name##_##variant(x, y, out, n);                                                              \
  }

#define UNARY(name, variant)                                                                       \
  void shared_##name##_##variant(const double *x, double *out, size_t n) {                         \
    if (n <= BLOCK || !share_unary(name##_##variant, x, out, n)) name##_##variant(x, out, n);      \
  }

#define ELEMENTWISE(variant)                                                                       \
  BINARY(add, variant)                                                                             \
  BINARY(subtract, variant)                                                                        \
  BINARY(multiply, variant)                                                                        \
  BINARY(divide, variant)                                                                          \
  UNARY(abs, variant)                                                                              \
  UNARY(sqrt, variant)                                                                             \
  void shared_widen_f32_##variant(const float *x, double *out, size_t n) {                         \
    if (n <= BLOCK || !share_widen(widen_f32_##variant, x, out, n))                                \
      widen_f32_##variant(x, out, n);                                                              \
  }                                                                                                \
  void shared_axpy_##variant(double a, const double *x, double *y, size_t n) {                     \
    if (n <= BLOCK || !share_axpy(axpy_##variant, a, x, y, n)) axpy_##variant(a, x, y, n);         \
  }                                                                                                \
  void shared_scale_##variant(double a, double *x, size_t n) {                                     \
    if (n <= BLOCK || !share_scale(scale_##variant, a, x, n)) scale_##variant(a, x, n);            \
  }

EACH_VARIANT(ELEMENTWISE)
