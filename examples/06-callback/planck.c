/* Seals one C function with its signature: Planck's law of radiation, without its constants. */
#include <capsule/capsule_function.h>
#include <math.h>

static double planck(double x) { return x * x * x / expm1(x); }

NAPI_MODULE_INIT() {
  napi_value capsule = capsule_seal_function(env, "@example/06-callback:planck", "f64(f64)",
                                             (capsule_function)planck, NULL, NULL); /* seal */
  if (capsule == NULL) return NULL; /* rejected: a JavaScript exception is pending */
  napi_status status = napi_set_named_property(env, exports, "planck", capsule);
  return status == napi_ok ? exports : capsule_fail(env);
}
