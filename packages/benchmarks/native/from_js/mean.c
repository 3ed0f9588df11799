/* mean.c: implements mean.h. */
#include "mean.h"

double from_js_add(double a, double b) { return a + b; }

double from_js_mean(const double *x, size_t n) {
  double lane[8] = {0, 0, 0, 0, 0, 0, 0, 0};
  size_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (size_t j = 0; j < 8; j++) lane[j] += x[i + j];
  for (size_t j = 0; i + j < n; j++) lane[j] += x[i + j];
  const double sum =
      ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
  return sum / (double)n;
}
