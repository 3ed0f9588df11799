/* The consumer: opens the capsule once, and calls C from then on. It is not linked to the producer,
   and does not know where it is. */
#include "adder.h"

/* sumTo(n): 1 + 2 + ... + n, by n calls into the other addon. */
static napi_value sum_to(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument, result;
  void *data;
  double n, sum = 0;
  if (napi_get_cb_info(env, info, &count, &argument, NULL, &data) != napi_ok) return NULL;
  if (napi_get_value_double(env, argument, &n) != napi_ok || !(n <= 1e9)) {
    napi_throw_type_error(env, NULL, "sumTo(n): expected a number up to 1e9");
    return NULL;
  }
  const adder_api *math = (const adder_api *)data;
  for (double i = 1; i <= n; i++) sum = math->add(sum, i); /* call */
  return napi_create_double(env, sum, &result) == napi_ok ? result : NULL;
}

/* open(capsule): gives the function sumTo. */
static napi_value open_adder(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value capsule, function;
  if (napi_get_cb_info(env, info, &count, &capsule, NULL, NULL) != napi_ok) return NULL;
  const adder_api *math = (const adder_api *)capsule_open_table(env, capsule, &adder); /* open */
  if (math == NULL) return NULL; /* refused: the exception that says why is pending */
  if (napi_create_function(env, "sumTo", NAPI_AUTO_LENGTH, sum_to, (void *)math, &function) !=
      napi_ok)
    return NULL;
  return function;
}

NAPI_MODULE_INIT() {
  napi_value open;
  if (napi_create_function(env, "open", NAPI_AUTO_LENGTH, open_adder, NULL, &open) != napi_ok ||
      napi_set_named_property(env, exports, "open", open) != napi_ok)
    return NULL;
  return exports;
}
