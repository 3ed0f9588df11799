/* capsule_function.c: the examples for capsule_function.h. */
#include "reference.h"

#include <capsule/capsule_function.h>

/* #region capsule_seal_function */
static double square(double x) { return x * x; }

static napi_value seal_square(napi_env env, napi_value value) {
  (void)value;
  return capsule_seal_function(env, "@example/reference:square", "f64(f64)",
                               (capsule_function)square, NULL, NULL);
}
/* #endregion */

static double larger(double a, double b) { return a > b ? a : b; }

static napi_value seal_larger(napi_env env, napi_value value) {
  (void)value;
  return capsule_seal_function(env, "@example/reference:larger", "f64(f64,f64)",
                               (capsule_function)larger, NULL, NULL);
}

/* #region capsule_open_function capsule_function_of */
/* Calls a function of a number, or of a number and its context. */
static napi_value call_with_3(napi_env env, napi_value value) {
  static const char *const signatures[] = {"f64(f64)", "f64(f64,*void)"};
  size_t which;
  capsule_envelope *held = capsule_open_function(env, value, NULL, signatures, 2, &which);
  if (held == NULL) return NULL;
  const capsule_function f = capsule_function_of(held);
  const double result =
      which == 0 ? ((double (*)(double))f)(3) : ((double (*)(double, void *))f)(3, held->context);
  capsule_release(held);
  return number(env, result);
}
/* #endregion */

bool reference_function(napi_env env, napi_value exports) {
  return reference_export(env, exports, "seal_square", seal_square) &&
         reference_export(env, exports, "seal_larger", seal_larger) &&
         reference_export(env, exports, "call_with_3", call_with_3);
}
