/* map_reduce.c: applies a callback to an array. Functions with and without a context have separate
   loops, so that there is no branch in the loop. */
#include "callback.h"

typedef double unary(double), unary_with(double, void *);
typedef double binary(double, double), binary_with(double, double, void *);

void stats_map(const stats_callback *f, const double *x, size_t n, double *out) {
  if (f->takes_context) {
    unary_with *call = (unary_with *)f->function;
    for (size_t i = 0; i < n; i++) out[i] = call(x[i], f->context);
  } else {
    unary *call = (unary *)f->function;
    for (size_t i = 0; i < n; i++) out[i] = call(x[i]);
  }
}

double stats_reduce(const stats_callback *f, const double *x, size_t n, double initial) {
  double result = initial;
  if (f->takes_context) {
    binary_with *call = (binary_with *)f->function;
    for (size_t i = 0; i < n; i++) result = call(result, x[i], f->context);
  } else {
    binary *call = (binary *)f->function;
    for (size_t i = 0; i < n; i++) result = call(result, x[i]);
  }
  return result;
}
