/* napi.h: properties and values, as the files of this addon make them. Properties are defined, never
   set: no setter of a prototype runs. */
#ifndef CORE_NAPI_H
#define CORE_NAPI_H

#include <capsule/capsule.h>

inline napi_property_descriptor Property(const char *name, napi_value value) {
  napi_property_descriptor property = {};
  property.utf8name = name;
  property.value = value;
  property.attributes = napi_default_jsproperty;
  return property;
}

inline napi_property_descriptor Method(const char *name, napi_callback call) {
  napi_property_descriptor property = Property(name, nullptr);
  property.method = call;
  return property;
}

/* The arguments of a call; undefined where there are fewer. */
template <size_t size> struct Arguments {
  napi_value value[size] = {};
  bool read;

  Arguments(napi_env env, napi_callback_info info) {
    size_t count = size;
    read = napi_get_cb_info(env, info, &count, value, nullptr, nullptr) == napi_ok;
  }
};

/* An exception for a call of Node-API that failed, if none is pending. Gives NULL. */
inline napi_value Failed(napi_env env, const char *doing, napi_status status) {
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, doing, nullptr);
  return capsule_throw_status(env, &refusal, status);
}

/* The functions that each file of the addon offers. */
napi_value OverMemory(napi_env env, napi_callback_info info);
napi_value GatherInto(napi_env env, napi_callback_info info);
napi_value Share(napi_env env, napi_callback_info info);
napi_value Receive(napi_env env, napi_callback_info info);
napi_value Sweep(napi_env env, napi_callback_info info);

#endif
