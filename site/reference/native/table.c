/* table.c: how a producer fills its table. C11 only: C++17 has no designated initializers. */
#include "reference.h"

#include <fastmath/fastmath.h>

/* #region fastmath.h/FASTMATH_FUNCTIONS */
/* Declares one C function for each function of the contract. */
#define DECLARE(name) fastmath_##name##_fn name##_of_fastmath;
FASTMATH_FUNCTIONS(DECLARE)
#undef DECLARE

#define ONE(name) +1
enum { FUNCTION_COUNT = 0 FASTMATH_FUNCTIONS(ONE) };
#undef ONE
/* #endregion */

static double plain_sum(const double *x, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += x[i];
  return sum;
}

/* #region fastmath.h/FASTMATH_HEAD fastmath.h/fastmath_api */
/* A producer sets all functions. Sealing rejects a table in which one is NULL. */
static const fastmath_api table = {FASTMATH_HEAD, .variant = "plain", .sum = plain_sum};
/* #endregion */

static napi_value count_functions(napi_env env, napi_value value) {
  (void)value;
  return number(env, FUNCTION_COUNT);
}

static napi_value sum_of_plain(napi_env env, napi_value value) {
  (void)value;
  const double x[] = {1, 2, 3.5};
  return number(env, table.size == sizeof(fastmath_api) ? table.sum(x, 3) : -1);
}

bool reference_table(napi_env env, napi_value exports) {
  return reference_export(env, exports, "count_functions", count_functions) &&
         reference_export(env, exports, "sum_of_plain", sum_of_plain);
}
