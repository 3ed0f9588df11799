/* keeper.c: a consumer that keeps what it opened in statics of the process, on purpose: any Worker may
   open it, and any other environment uses it later. */
#include "counter.h"

static const counter_api *kept;
static capsule_envelope *held;

static napi_value keep(napi_env env, napi_callback_info info) {
  kept = (const counter_api *)capsule_open_table(env, first(env, info), &counter);
  return NULL;
}

static napi_value call(napi_env env, napi_callback_info info) {
  napi_value result;
  (void)info;
  return napi_create_double(env, kept->twice(kept->next(20)), &result) == napi_ok ? result : NULL;
}

static napi_value hold(napi_env env, napi_callback_info info) {
  held = capsule_open(env, first(env, info), "@forge/kept");
  return NULL;
}

/* What is held; then the hold ends. */
static napi_value use(napi_env env, napi_callback_info info) {
  napi_value result;
  const double value = *(const double *)held->pointer;
  (void)info;
  capsule_release(held);
  return napi_create_double(env, value, &result) == napi_ok ? result : NULL;
}

NAPI_MODULE_INIT() {
  exports = offer(env, exports, "keep", keep);
  exports = offer(env, exports, "call", call);
  exports = offer(env, exports, "hold", hold);
  return offer(env, exports, "use", use);
}
