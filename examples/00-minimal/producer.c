/* The producer seals a table of C functions. */
#include "adder.h"

static double add(double a, double b) { return a + b; }
static const adder_api table = {sizeof(adder_api), NULL, add};

NAPI_MODULE_INIT() {
  napi_value capsule = capsule_seal_table(env, &adder, &table); /* seal */
  if (capsule == NULL) return NULL; /* rejected: a JavaScript exception is pending */
  napi_status status = napi_set_named_property(env, exports, "capsule", capsule);
  return status == napi_ok ? exports : capsule_fail(env);
}
