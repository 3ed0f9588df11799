/* producer.c: seals a table, and is then unloaded, if nothing pins it. */
#include "counter.h"

static double next(double x) { return x + 1; }
static const counter_api table = {sizeof(counter_api), NULL, next};

NAPI_MODULE_INIT() {
  napi_value capsule = capsule_seal_table(env, &counter, &table);
  if (capsule != NULL) napi_set_named_property(env, exports, "capsule", capsule);
  return exports;
}
