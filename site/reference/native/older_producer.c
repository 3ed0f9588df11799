/* older_producer.c: a consumer that works with every producer of contract 1. */
/* #region fastmath.h/FASTMATH_TARGET_MINOR fastmath.h/FASTMATH_GET */
#define FASTMATH_TARGET_MINOR 0 /* needs nothing that was added after 1.0 */
#include <fastmath/fastmath_node.h>

/* The exact sum where the producer has it, else the sum. */
static double best_sum(const fastmath_api *math, const double *x, size_t n) {
  fastmath_sum_exact_fn *exact = FASTMATH_GET(math, sum_exact); /* NULL before 1.1 */
  return exact == NULL ? math->sum(x, n) : exact(x, n);
}
/* #endregion */

#include "reference.h"

static napi_value sum_of_older(napi_env env, napi_value value) {
  const fastmath_api *math = fastmath_open(env, value);
  if (math == NULL) return NULL;
  double x[13];
  for (int i = 0; i < 13; i++) x[i] = 0.1;
  return number(env, best_sum(math, x, 13));
}

bool reference_older_producer(napi_env env, napi_value exports) {
  return reference_export(env, exports, "sum_of_older", sum_of_older);
}
