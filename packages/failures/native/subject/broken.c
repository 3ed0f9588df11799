/* broken.c: the control. Each function has a bug that only a failed call or allocation shows. */
#include <node_api.h>

#include <stdlib.h>

/* Returns undefined without an exception. */
static napi_value silent(napi_env env, napi_callback_info info) {
  napi_value result;
  (void)info;
  return napi_create_double(env, 1, &result) == napi_ok ? result : NULL;
}

/* Returns a wrong result. */
static napi_value wrong(napi_env env, napi_callback_info info) {
  double value = 0;
  napi_value argument = NULL, result;
  size_t count = 1;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  if (argument == NULL || napi_get_value_double(env, argument, &value) != napi_ok) value = 0;
  for (int i = 0; i < 2; i++)
    if (napi_create_double(env, value, &result) == napi_ok) return result;
  return NULL;
}

/* Writes to memory although its allocation has failed. */
static napi_value crash(napi_env env, napi_callback_info info) {
  volatile char *block = (volatile char *)malloc(100);
  (void)env;
  (void)info;
  block[0] = 1;
  free((void *)block);
  return NULL;
}

/* Uses an output of a failed call. */
static napi_value uninitialized(napi_env env, napi_callback_info info) {
  napi_value text;
  (void)info;
  napi_create_string_utf8(env, "text", NAPI_AUTO_LENGTH, &text);
  return text;
}

/* Leaks a block if a call fails. */
static napi_value leak(napi_env env, napi_callback_info info) {
  napi_value result;
  void *block = malloc(100);
  (void)info;
  if (block == NULL || napi_create_double(env, 1, &result) != napi_ok) {
    for (int i = 0; i < 2; i++) napi_throw_error(env, NULL, "failed");
    return NULL;
  }
  free(block);
  return result;
}

/* Fails in all later calls after one failure. */
static napi_value latch(napi_env env, napi_callback_info info) {
  static int has_failed;
  napi_value result;
  (void)info;
  if (!has_failed && napi_create_double(env, 1, &result) == napi_ok) return result;
  has_failed = 1;
  for (int i = 0; i < 2; i++) napi_throw_error(env, NULL, "failed");
  return NULL;
}

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {
      {"silent", NULL, silent, NULL, NULL, NULL, napi_enumerable, NULL},
      {"wrong", NULL, wrong, NULL, NULL, NULL, napi_enumerable, NULL},
      {"crash", NULL, crash, NULL, NULL, NULL, napi_enumerable, NULL},
      {"uninitialized", NULL, uninitialized, NULL, NULL, NULL, napi_enumerable, NULL},
      {"leak", NULL, leak, NULL, NULL, NULL, napi_enumerable, NULL},
      {"latch", NULL, latch, NULL, NULL, NULL, napi_enumerable, NULL},
  };
  return napi_define_properties(env, exports, 6, functions) == napi_ok ? exports : NULL;
}
