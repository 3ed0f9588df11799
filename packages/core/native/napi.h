/* napi.h: what all files of this addon use of Node-API, and the functions that they export. */
#ifndef CORE_NAPI_H
#define CORE_NAPI_H

#include <capsule/capsule.h>

inline napi_property_descriptor Method(const char *name, napi_callback call) {
  napi_property_descriptor property = capsule_property(name, nullptr);
  property.method = call;
  return property;
}

/* The arguments of a call; undefined for those that are missing. */
template <size_t size> struct Arguments {
  napi_value value[size] = {};
  bool read;

  Arguments(napi_env env, napi_callback_info info) {
    size_t count = size;
    read = napi_get_cb_info(env, info, &count, value, nullptr, nullptr) == napi_ok;
  }
};

/* Throws for a Node-API call that failed, unless an exception is pending. Returns NULL. */
inline napi_value ThrowStatus(napi_env env, const char *operation, napi_status status) {
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, operation, nullptr);
  return capsule_throw_status(env, &refusal, status);
}

/* view.cc */
napi_value View(napi_env env, napi_callback_info info);
napi_value Copy(napi_env env, napi_callback_info info);

/* tickets.cc */
napi_value Share(napi_env env, napi_callback_info info);
napi_value Receive(napi_env env, napi_callback_info info);
napi_value Sweep(napi_env env, napi_callback_info info);

#endif
