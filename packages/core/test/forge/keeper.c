/* keeper.c: a consumer that keeps what it has opened in static variables, on purpose: a Worker
   opens it, and another environment uses it later. */
#include "counter.h"

#include <capsule/capsule_function.h>

static const counter_api *kept;
static capsule_envelope *held;

static napi_value keep(napi_env env, napi_callback_info info) {
  kept = (const counter_api *)capsule_open_table(env, first_argument(env, info), &counter);
  return NULL;
}

static napi_value call(napi_env env, napi_callback_info info) {
  napi_value result;
  (void)info;
  return napi_create_double(env, kept->twice(kept->next(20)), &result) == napi_ok ? result : NULL;
}

static napi_value hold(napi_env env, napi_callback_info info) {
  held = capsule_open(env, first_argument(env, info), "@forge/kept");
  return NULL;
}

/* Returns the contents, and releases the hold. */
static napi_value use(napi_env env, napi_callback_info info) {
  napi_value result;
  const double value = *(const double *)held->pointer;
  (void)info;
  capsule_release(held);
  return napi_create_double(env, value, &result) == napi_ok ? result : NULL;
}

static napi_value hold_function(napi_env env, napi_callback_info info) {
  static const char *const signatures[] = {"f64(f64)"};
  held = capsule_open_function(env, first_argument(env, info), "@forge/kept", signatures, 1, NULL);
  return NULL;
}

/* Calls the function with 41, and releases the hold. */
static napi_value use_function(napi_env env, napi_callback_info info) {
  napi_value result;
  const double value = ((double (*)(double))capsule_function_of(held))(41);
  (void)info;
  capsule_release(held);
  return napi_create_double(env, value, &result) == napi_ok ? result : NULL;
}

NAPI_MODULE_INIT() {
  exports = export_function(env, exports, "keep", keep);
  exports = export_function(env, exports, "call", call);
  exports = export_function(env, exports, "hold", hold);
  exports = export_function(env, exports, "holdFunction", hold_function);
  exports = export_function(env, exports, "useFunction", use_function);
  return export_function(env, exports, "use", use);
}
