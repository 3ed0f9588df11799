/* The consumer opens the capsule once, and calls a C function of the producer without linking. */
#include "adder.h"

/* sumTo(n) returns 1 + 2 + ... + n, with n calls into the producer. */
static napi_value sum_to(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument, result;
  void *table;
  double n, sum = 0;
  if (napi_get_cb_info(env, info, &count, &argument, NULL, &table) != napi_ok ||
      napi_get_value_double(env, argument, &n) != napi_ok || !(n <= 1e9)) {
    napi_throw_type_error(env, NULL, "sumTo(n): expected a number up to 1e9");
    return capsule_fail(env);
  }
  const adder_api *math = table;
  for (double i = 1; i <= n; i++) sum = math->add(sum, i); /* call */
  return napi_create_double(env, sum, &result) == napi_ok ? result : capsule_fail(env);
}

/* open(capsule) returns the function sumTo. */
static napi_value open_adder(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value, function;
  if (napi_get_cb_info(env, info, &count, &value, NULL, NULL) != napi_ok) return capsule_fail(env);
  const adder_api *math = capsule_open_table(env, value, &adder); /* open */
  if (math == NULL) return NULL; /* rejected: a JavaScript exception is pending */
  napi_status status =
      napi_create_function(env, "sumTo", NAPI_AUTO_LENGTH, sum_to, (void *)math, &function);
  return status == napi_ok ? function : capsule_fail(env);
}

NAPI_MODULE_INIT() {
  const napi_property_descriptor open = {
      .utf8name = "open", .method = open_adder, .attributes = napi_enumerable};
  return napi_define_properties(env, exports, 1, &open) == napi_ok ? exports : capsule_fail(env);
}
