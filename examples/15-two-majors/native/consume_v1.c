/* A consumer of contract 1.x: open() imports its table, and returns clampOne(x, low, high). */
#include <clamp/clamp_node.h>

static napi_value clamp_one(napi_env env, napi_callback_info info) {
  size_t count = 3;
  napi_value arguments[3], result;
  void *data;
  double x, low, high;
  if (napi_get_cb_info(env, info, &count, arguments, NULL, &data) != napi_ok ||
      napi_get_value_double(env, arguments[0], &x) != napi_ok ||
      napi_get_value_double(env, arguments[1], &low) != napi_ok ||
      napi_get_value_double(env, arguments[2], &high) != napi_ok) {
    napi_throw_type_error(env, NULL, "clampOne(x, low, high): expected three numbers.");
    return capsule_fail(env);
  }
  const clamp_api *clamp =
      data; /* with the functions of 1.0; of later ones, CLAMP_GET(clamp, wrap) */
  clamp->clamp(&x, 1, low, high);
  return napi_create_double(env, x, &result) == napi_ok ? result : capsule_fail(env);
}

/* Not in NAPI_MODULE_INIT: while Node loads this addon, it cannot load that of the producer. */
static napi_value open_table(napi_env env, napi_callback_info info) {
  napi_value function;
  const clamp_api *clamp = clamp_import(env); /* of all tables that the package exports, 1.x */
  (void)info;
  if (clamp == NULL) return NULL; /* rejected: a JavaScript exception is pending */
  const napi_status status = napi_create_function(env, "clampOne", NAPI_AUTO_LENGTH, clamp_one,
                                                  (void *)(uintptr_t)clamp, &function);
  return status == napi_ok ? function : capsule_fail(env);
}

NAPI_MODULE_INIT() {
  const napi_property_descriptor open = {
      .utf8name = "open", .method = open_table, .attributes = napi_enumerable};
  return napi_define_properties(env, exports, 1, &open) == napi_ok ? exports : capsule_fail(env);
}
