/* local.c: the functions in the consumer's own image. They are in a separate file, so that no
   compiler inlines the call. */
#include "bodies.h"
#include "loops.h"

void local_empty(void) {}
double local_add(double a, double b) { return add_body(a, b); }
double local_dot(const double *x, const double *y, size_t n) { return dot_body(x, y, n); }
