/* table.c: defines the producer's functions, their table, and exports by name for dlsym. */
#include "table.h"

#include "bodies.h"

static void empty(void) {}
static double add(double a, double b) { return add_body(a, b); }
static double dot(const double *x, const double *y, size_t n) { return dot_body(x, y, n); }

const benchmarks_api benchmarks_table = {BENCHMARKS_HEAD, .empty = empty, .add = add, .dot = dot};

EXPORTED void benchmarks_empty(void) {}
EXPORTED double benchmarks_add(double a, double b) { return add_body(a, b); }
EXPORTED double benchmarks_dot(const double *x, const double *y, size_t n) {
  return dot_body(x, y, n);
}
