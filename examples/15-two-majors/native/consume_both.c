/* A consumer of both majors, for example while a library moves from one to the other:
   compare(x, low, high) imports both tables, and returns whether they give the same result. */
#include <clamp/clamp_node.h>
#include <clamp_v2/clamp_v2_node.h>

static napi_value compare(napi_env env, napi_callback_info info) {
  size_t count = 3;
  napi_value arguments[3], result;
  double x, low, high, out;
  if (napi_get_cb_info(env, info, &count, arguments, NULL, NULL) != napi_ok ||
      napi_get_value_double(env, arguments[0], &x) != napi_ok ||
      napi_get_value_double(env, arguments[1], &low) != napi_ok ||
      napi_get_value_double(env, arguments[2], &high) != napi_ok) {
    napi_throw_type_error(env, NULL, "compare(x, low, high): expected three numbers.");
    return capsule_fail(env);
  }
  const clamp_api *v1 = clamp_import(env);
  const clamp_v2_api *v2 = v1 == NULL ? NULL : clamp_v2_import(env);
  if (v2 == NULL) return NULL; /* rejected: a JavaScript exception is pending */
  v2->clamp(&x, &out, 1, low, high);
  v1->clamp(&x, 1, low, high);
  return napi_get_boolean(env, x == out, &result) == napi_ok ? result : capsule_fail(env);
}

NAPI_MODULE_INIT() {
  const napi_property_descriptor function = {
      .utf8name = "compare", .method = compare, .attributes = napi_enumerable};
  return napi_define_properties(env, exports, 1, &function) == napi_ok ? exports
                                                                       : capsule_fail(env);
}
