/* capsule_owned.c: the examples for capsule_owned.h. */
#include "reference.h"

#include <capsule/capsule_owned.h>
#include <stdlib.h>

/* #region capsule_seal_sized */
static void free_plan(void *pointer, void *context) {
  (void)context;
  free(pointer);
}

/* Seals a million doubles, of which the engine learns the size. */
static napi_value seal_plan(napi_env env, napi_value value) {
  const size_t bytes = 1000000 * sizeof(double);
  void *plan = calloc(1, bytes);
  (void)value;
  if (plan == NULL) {
    napi_throw_error(env, NULL, "seal_plan(): expected memory for a plan, found none.");
    return NULL;
  }
  napi_value capsule = capsule_seal_sized(env, "@example/plan", plan, bytes, NULL, free_plan);
  if (capsule == NULL) free(plan); /* rejected: the caller still owns it */
  return capsule;
}
/* #endregion */

/* #region capsule_seal_function_sized */
static double at(double i, void *context) { return ((const double *)context)[(size_t)i % 1000]; }

static void free_table(void *pointer, void *context) {
  (void)pointer; /* the function */
  free(context);
}

/* Seals a function of a table with a thousand doubles. */
static napi_value seal_lookup(napi_env env, napi_value value) {
  double *table = (double *)calloc(1000, sizeof(double));
  (void)value;
  if (table == NULL) {
    napi_throw_error(env, NULL, "seal_lookup(): expected memory for a table, found none.");
    return NULL;
  }
  table[2] = 0.5;
  napi_value capsule =
      capsule_seal_function_sized(env, "@example/lookup", "f64(f64,*void)", (capsule_function)at,
                                  table, 1000 * sizeof(double), free_table);
  if (capsule == NULL) free(table);
  return capsule;
}
/* #endregion */

/* #region capsule_dispose */
/* Ends contents that JavaScript has passed for this call only. */
static napi_value finish(napi_env env, napi_value value) {
  if (!capsule_dispose(env, value)) return NULL; /* rejected: an exception is pending */
  return number(env, capsule_check(env, value, NULL) == CAPSULE_DISPOSED ? 1 : 0);
}
/* #endregion */

bool reference_owned(napi_env env, napi_value exports) {
  return reference_export(env, exports, "seal_plan", seal_plan) &&
         reference_export(env, exports, "seal_lookup", seal_lookup) &&
         reference_export(env, exports, "finish", finish);
}
