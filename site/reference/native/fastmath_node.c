/* fastmath_node.c: the examples for fastmath_node.h. */
#include "reference.h"

#include <fastmath/fastmath_node.h>

/* #region fastmath_open */
static napi_value dot_of_open(napi_env env, napi_value value) {
  const fastmath_api *math = fastmath_open(env, value);
  if (math == NULL) return NULL; /* rejected: an exception is pending */
  const double x[] = {1, 2, 3};
  return number(env, math->dot(x, x, 3));
}
/* #endregion */

/* #region fastmath_import */
static napi_value dot_of_import(napi_env env, napi_value value) {
  (void)value;
  const fastmath_api *math = fastmath_import(env); /* this addon depends on @capsule/fastmath */
  if (math == NULL) return NULL;
  const double x[] = {1, 2, 3};
  return number(env, math->dot(x, x, 3));
}
/* #endregion */

/* #region fastmath_seal */
static const fastmath_api *original;
static fastmath_api counted; /* in static storage; constant from the moment it is sealed */
static double calls;

static double counted_sum(const double *x, size_t n) {
  calls++;
  return original->sum(x, n);
}

/* Another producer of the same contract: it counts the calls of sum. */
static napi_value seal_counted(napi_env env, napi_value value) {
  if (original == NULL) {
    original = fastmath_open(env, value);
    if (original == NULL) return NULL;
    counted = *original;
    counted.size = sizeof(counted);
    counted.variant = "counted";
    counted.sum = counted_sum;
  }
  return fastmath_seal(env, &counted);
}
/* #endregion */

static napi_value count_calls(napi_env env, napi_value value) {
  (void)value;
  return number(env, calls);
}

/* #region fastmath_entries */
static napi_value count_since_1_1(napi_env env, napi_value value) {
  (void)value;
  double count = 0;
  for (size_t i = 0; i < fastmath_contract.count; i++)
    if (fastmath_entries[i].since == 1) count++;
  return number(env, count);
}
/* #endregion */

bool reference_fastmath_node(napi_env env, napi_value exports) {
  return reference_export(env, exports, "dot_of_open", dot_of_open) &&
         reference_export(env, exports, "dot_of_import", dot_of_import) &&
         reference_export(env, exports, "seal_counted", seal_counted) &&
         reference_export(env, exports, "count_calls", count_calls) &&
         reference_export(env, exports, "count_since_1_1", count_since_1_1);
}
