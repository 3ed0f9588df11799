/* subject.h: what subject.c and arrow.c share. These calls can fail, too. */
#ifndef FAILURES_SUBJECT_H
#define FAILURES_SUBJECT_H

#include <capsule/capsule.h>
#include <stdlib.h>

/* Throws unless an exception is pending: a call of this file has failed. Tries twice, because the
   first attempt may be the call that fails. */
static inline napi_value fail(napi_env env) {
  for (int attempt = 0; attempt < 2; attempt++) {
    bool pending = false;
    if (napi_is_exception_pending(env, &pending) == napi_ok && pending) return NULL;
    if (napi_throw_error(env, "ERR_SUBJECT", "a call of the subject has failed") == napi_ok)
      return NULL;
  }
  return NULL;
}

static inline bool read_argument(napi_env env, napi_callback_info info, napi_value *value) {
  size_t count = 1;
  if (napi_get_cb_info(env, info, &count, value, NULL, NULL) == napi_ok) return true;
  fail(env);
  return false;
}

static inline napi_value number(napi_env env, double value) {
  napi_value result;
  return napi_create_double(env, value, &result) == napi_ok ? result : fail(env);
}

static inline napi_value throw_no_memory(napi_env env) {
  if (napi_throw_error(env, "ERR_SUBJECT", "no memory for the contents") == napi_ok) return NULL;
  return fail(env);
}

typedef struct exported_function {
  const char *name;
  napi_callback call;
} exported_function;

static inline napi_value export_functions(napi_env env, napi_value exports,
                                          const exported_function *functions, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const napi_property_descriptor property = {
        functions[i].name, NULL, functions[i].call, NULL, NULL, NULL, napi_enumerable, NULL};
    if (napi_define_properties(env, exports, 1, &property) != napi_ok) return fail(env);
  }
  return exports;
}

#endif
