/* exact_scalar.c: the exact sum, one value at a time. */
#include <math.h>
#include <stddef.h>

typedef double vector;
enum { WIDTH = 1, ALIGNED = 8 };
#define KERNEL(name) name##_scalar

static inline vector v_set(double value) { return value; }
static inline vector v_load(const double *x) { return *x; }
static inline vector v_load_first(const double *x, size_t count, vector rest) {
  return count > 0 ? *x : rest;
}
static inline void v_store(double *x, vector a) { *x = a; }
static inline vector v_add(vector a, vector b) { return a + b; }
static inline vector v_sub(vector a, vector b) { return a - b; }
static inline vector v_abs(vector a) { return fabs(a); }
static inline double v_fold(vector a) { return a; }

#include "sum_exact-inl.h"
