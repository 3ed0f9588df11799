/* contents.c: data capsules whose contents are invalid, or are no longer available. */
#include <capsule/capsule_data.h>

static double values[4] = {1, 2, 3, 4};

/* Returns the first argument of a call and copies the second, a string, into `text`. */
static napi_value arguments(napi_env env, napi_callback_info info, char *text, size_t size) {
  size_t count = 2;
  napi_value argument[2];
  text[0] = '\0';
  if (napi_get_cb_info(env, info, &count, argument, NULL, NULL) != napi_ok) return NULL;
  napi_get_value_string_utf8(env, argument[1], text, size, NULL);
  return argument[0];
}

/* seal(n, flaw) returns a data capsule of n numbers in static storage: no destructor is needed. */
static napi_value seal(napi_env env, napi_callback_info info) {
  char flaw[32];
  int64_t shape[1] = {0};
  const napi_value n = arguments(env, info, flaw, sizeof(flaw));
  if (n == NULL || napi_get_value_int64(env, n, &shape[0]) != napi_ok || shape[0] > 4) return NULL;
  capsule_data data = CAPSULE_DATA_OF(values, CAPSULE_F64, 1, shape);
  if (strcmp(flaw, "read-only") == 0) data.flags = CAPSULE_READ_ONLY;
  return capsule_seal_data(env, "@example/vector", &data, NULL, NULL);
}

/* invalidate(capsule, how) takes or revokes the contents. */
static napi_value invalidate(napi_env env, napi_callback_info info) {
  char how[32];
  const napi_value capsule = arguments(env, info, how, sizeof(how));
  if (strcmp(how, "take") == 0) capsule_release(capsule_take_data(env, capsule, "@example/vector"));
  else capsule_revoke(env, capsule, "@example/vector");
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor functions[2];
  memset(functions, 0, sizeof(functions));
  functions[0].utf8name = "seal";
  functions[0].method = seal;
  functions[1].utf8name = "invalidate";
  functions[1].method = invalidate;
  return napi_define_properties(env, exports, 2, functions) == napi_ok ? exports : NULL;
}
