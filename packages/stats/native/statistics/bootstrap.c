/* bootstrap.c: resampling with replacement (Efron 1979), and the jackknife. */
#include "bootstrap.h"

#include <bitgen/distributions.h>
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

bool stats_bootstrap_run(const stats_bootstrap *task, const double *x, size_t n, double *observed,
                         double *resamples, size_t count, double *jackknife) {
  const bitgen_instance generator = task->generator;
  double *values = (double *)malloc(n * sizeof(double));
  if (values == NULL) return false;
  memcpy(values, x, n * sizeof(double));
  bool done = compute(task, values, n, observed);
  for (size_t r = 0; r < count && done; r++) {
    for (size_t i = 0; i < n; i++) values[i] = x[bitgen_integer(generator, n - 1)];
    done = compute(task, values, n, &resamples[r]);
  }
  for (size_t without = 0; jackknife != NULL && without < n && done; without++) {
    memcpy(values, x, without * sizeof(double));
    memcpy(values + without, x + without + 1, (n - without - 1) * sizeof(double));
    done = compute(task, values, n - 1, &jackknife[without]);
  }
  free(values);
  return done;
}
