/* The smallest consumer: opens the table of @example/distance and reads its head. */
#include <distance/distance_node.h>

/* variant() returns the name of the producer's implementation, or undefined if it has only one. The
   table that `open` has opened is the data of the function. */
static napi_value variant(napi_env env, napi_callback_info info) {
  size_t count = 0;
  napi_value result;
  void *data;
  if (napi_get_cb_info(env, info, &count, NULL, NULL, &data) != napi_ok) return capsule_fail(env);
  const distance_api *table = data;
  /* Call its functions here: table->name(...). */
  if (table->variant == NULL) return NULL;
  const napi_status status =
      napi_create_string_utf8(env, table->variant, NAPI_AUTO_LENGTH, &result);
  return status == napi_ok ? result : capsule_fail(env);
}

/* open(capsule): throws unless it is a capsule of @example/distance that fits this addon. Adds
   variant to the exports, on which it is called. */
static napi_value open_table(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value, exports;
  if (napi_get_cb_info(env, info, &count, &value, &exports, NULL) != napi_ok)
    return capsule_fail(env);
  const distance_api *table = distance_open(env, value);
  if (table == NULL) return NULL; /* rejected: a JavaScript exception is pending */
  const napi_property_descriptor function = {.utf8name = "variant",
                                             .method = variant,
                                             .attributes = napi_default_jsproperty,
                                             .data = (void *)(uintptr_t)table};
  return napi_define_properties(env, exports, 1, &function) == napi_ok ? NULL : capsule_fail(env);
}

NAPI_MODULE_INIT() {
  const napi_property_descriptor open = {
      .utf8name = "open", .method = open_table, .attributes = napi_enumerable};
  return napi_define_properties(env, exports, 1, &open) == napi_ok ? exports : capsule_fail(env);
}
