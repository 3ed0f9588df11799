/* elementwise.c: the specification of elementwise kernels, and their division among threads. */
#include "elementwise.h"

#include "../parallel/parallel.h"
#include "../reduction/chunks.h"
#include "kernels.h"

#include <math.h>

#define SERIAL(name) name##_serial
#define SCALAR(name) kernel_##name
#define EACH(name, value)                                                                          \
  static void SERIAL(name)(double a, const double *x, const double *y, double *out, size_t n) {    \
    (void)a, (void)x, (void)y;                                                                     \
    for (size_t i = 0; i < n; i++) out[i] = value;                                                 \
  }

EACH(add, x[i] + y[i])
EACH(subtract, x[i] - y[i])
EACH(multiply, x[i] * y[i])
EACH(divide, x[i] / y[i])
EACH(abs, fabs(x[i]))
EACH(sqrt, sqrt(x[i]))
EACH(scale, a *x[i])
EACH(axpy, a *x[i] + y[i])

static void widen_f32_serial(const float *x, double *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = (double)x[i];
}

ELEMENTWISE_KERNELS(SCALAR, SERIAL)

/* Each sum depends on the previous one, so this kernel is neither vectorized nor divided among
   threads. */
void kernel_cumsum(const double *x, double *out, size_t n) {
  double sum = -0.0;
  for (size_t i = 0; i < n; i++) out[i] = sum += x[i];
}

/* About the time for an element that is not in the first cache, in ns. */
static const double COST = 0.25;

typedef struct job {
  elementwise_fn *serial;
  double factor;
  const double *x, *y;
  double *out;
  chunks chunks;
} job;

static void compute_chunk(void *context, size_t i) {
  const job *const self = context;
  const size_t start = chunk_start(&self->chunks, i), n = chunk_length(&self->chunks, i);
  self->serial(self->factor, self->x + start, self->y + start, self->out + start, n);
}

void parallel_elementwise(elementwise_fn *serial, double factor, const double *x, const double *y,
                          double *out, size_t n) {
  job work = {serial, factor, x, y, out, chunks_of(n)};
  if (!parallel_for(COST * (double)n, work.chunks.count, compute_chunk, &work))
    serial(factor, x, y, out, n);
}

typedef struct widen_job {
  fastmath_widen_f32_fn *serial;
  const float *x;
  double *out;
  chunks chunks;
} widen_job;

static void widen_chunk(void *context, size_t i) {
  const widen_job *const self = context;
  const size_t start = chunk_start(&self->chunks, i);
  self->serial(self->x + start, self->out + start, chunk_length(&self->chunks, i));
}

void parallel_widen_f32(fastmath_widen_f32_fn *serial, const float *x, double *out, size_t n) {
  widen_job work = {serial, x, out, chunks_of(n)};
  if (!parallel_for(COST * (double)n, work.chunks.count, widen_chunk, &work)) serial(x, out, n);
}
