/* out_of_memory.h: the only error that can occur after the arguments were checked. */
#ifndef STATS_OUT_OF_MEMORY_H
#define STATS_OUT_OF_MEMORY_H

#include <cstdio>
#include <node_api.h>

/* Throws ERR_STATS_OUT_OF_MEMORY and returns nullptr. */
inline napi_value ThrowOutOfMemory(napi_env env, const char *operation, size_t n) {
  char expected[64], text[128];
  napi_value code, message, error;
  snprintf(expected, sizeof(expected), "memory for a copy of %zu values", n);
  snprintf(text, sizeof(text), "%s: expected %s, found none.", operation, expected);
  napi_property_descriptor properties[2] = {};
  properties[0].utf8name = "expected";
  properties[1].utf8name = "found";
  if (napi_create_string_utf8(env, "ERR_STATS_OUT_OF_MEMORY", NAPI_AUTO_LENGTH, &code) == napi_ok &&
      napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &message) == napi_ok &&
      napi_create_string_utf8(env, expected, NAPI_AUTO_LENGTH, &properties[0].value) == napi_ok &&
      napi_create_string_utf8(env, "none", NAPI_AUTO_LENGTH, &properties[1].value) == napi_ok &&
      napi_create_error(env, code, message, &error) == napi_ok &&
      napi_define_properties(env, error, 2, properties) == napi_ok)
    napi_throw(env, error);
  return nullptr;
}

#endif
