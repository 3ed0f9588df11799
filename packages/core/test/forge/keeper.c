/* keeper.c: a consumer that keeps its table in a static of the process, on purpose: any Worker may
   open it, and any other environment calls it later. */
#include "counter.h"

static const counter_api *kept;

static napi_value keep(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value capsule;
  if (napi_get_cb_info(env, info, &count, &capsule, NULL, NULL) != napi_ok) return NULL;
  kept = (const counter_api *)capsule_open_table(env, capsule, &counter);
  return NULL;
}

static napi_value call(napi_env env, napi_callback_info info) {
  napi_value result;
  (void)info;
  return napi_create_double(env, kept->next(41), &result) == napi_ok ? result : NULL;
}

NAPI_MODULE_INIT() {
  napi_value function;
  napi_create_function(env, "keep", NAPI_AUTO_LENGTH, keep, NULL, &function);
  napi_set_named_property(env, exports, "keep", function);
  napi_create_function(env, "call", NAPI_AUTO_LENGTH, call, NULL, &function);
  napi_set_named_property(env, exports, "call", function);
  return exports;
}
