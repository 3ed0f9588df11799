/* bootstrap.c: resampling with replacement (Efron 1979), and the jackknife. */
#include "bootstrap.h"

#include <bitgen/distributions.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Computes the statistic. Returns false if there is no memory. */
static bool compute(const stats_bootstrap *task, double *x, size_t n, double *result) {
  if (task->function != NULL) {
    *result = task->function(x, n);
    return true;
  }
  stats_input in;
  memset(&in, 0, sizeof(in));
  in.x = x;
  in.n = n;
  in.ddof = task->ddof;
  *result = task->statistic(task->math, &in);
  return !in.out_of_memory;
}

bool stats_resample(const stats_bootstrap *task, const double *x, size_t n, double *resamples,
                    size_t count) {
  const bitgen_instance generator = task->generator;
  double *values = (double *)malloc(n * sizeof(double));
  bool done = values != NULL;
  for (size_t r = 0; r < count && done; r++) {
    for (size_t i = 0; i < n; i++) values[i] = x[bitgen_integer(generator, n - 1)];
    done = compute(task, values, n, &resamples[r]);
  }
  free(values);
  return done;
}

bool stats_jackknife(const stats_bootstrap *task, const double *x, size_t n, size_t first,
                     double *jackknife, size_t count) {
  double *values = (double *)malloc(n * sizeof(double));
  bool done = values != NULL;
  for (size_t i = 0; i < count && done; i++) {
    const size_t without = first + i;
    memcpy(values, x, without * sizeof(double));
    memcpy(values + without, x + without + 1, (n - without - 1) * sizeof(double));
    done = compute(task, values, n - 1, &jackknife[i]);
  }
  free(values);
  return done;
}

bool stats_bootstrap_run(const stats_bootstrap *task, const double *x, size_t n, double *observed,
                         double *resamples, size_t count, double *jackknife) {
  double *values =
      (double *)malloc(n * sizeof(double)); /* the function may write to its argument */
  if (values == NULL) return false;
  memcpy(values, x, n * sizeof(double));
  const bool done = compute(task, values, n, observed);
  free(values);
  return done && stats_resample(task, x, n, resamples, count) &&
         (jackknife == NULL || stats_jackknife(task, x, n, 0, jackknife, n));
}

stats_adjustment stats_adjust(double observed, const double *resamples, size_t count,
                              const double *jackknife, size_t n) {
  stats_adjustment result = {0, 0, 0, 0};
  double largest = 0, center = 0;
  for (size_t r = 0; r < count; r++) {
    if (resamples[r] < observed) result.less++;
    if (resamples[r] == observed) result.equal++;
  }
  for (size_t i = 0; i < n; i++)
    if (!(fabs(jackknife[i]) <= largest)) largest = fabs(jackknife[i]);
  /* Relative to a power of two near the largest, so that no sum and no power overflows or
     underflows: a factor of all deviations cancels in the acceleration. */
  int exponent = 0;
  frexp(largest, &exponent);
  if (largest == 0 || !isfinite(largest)) exponent = 0;
  for (size_t i = 0; i < n; i++) center += ldexp(jackknife[i], -exponent);
  center /= (double)n;
  for (size_t i = 0; i < n; i++) {
    const double u = center - ldexp(jackknife[i], -exponent);
    result.squares += u * u;
    result.cubes += u * u * u;
  }
  return result;
}
