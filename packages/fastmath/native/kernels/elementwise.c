/* elementwise.c: the specification of kernels that make a value from each value. */
#include "kernels.h"

#include <math.h>

void add_scalar(const double *x, const double *y, double *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = x[i] + y[i];
}

void subtract_scalar(const double *x, const double *y, double *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = x[i] - y[i];
}

void multiply_scalar(const double *x, const double *y, double *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = x[i] * y[i];
}

void divide_scalar(const double *x, const double *y, double *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = x[i] / y[i];
}

void abs_scalar(const double *x, double *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = fabs(x[i]);
}

void sqrt_scalar(const double *x, double *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = sqrt(x[i]);
}

/* Each sum needs the one before it, in every variant. */
void cumsum(const double *x, double *out, size_t n) {
  double sum = -0.0;
  for (size_t i = 0; i < n; i++) out[i] = sum += x[i];
}

void widen_f32_scalar(const float *x, double *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = (double)x[i];
}
