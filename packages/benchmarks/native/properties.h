/* properties.h: defines the exports of an addon. Properties are defined, not set, so that no setter
   on a prototype runs. */
#ifndef BENCHMARKS_PROPERTIES_H
#define BENCHMARKS_PROPERTIES_H

#include <node_api.h>

inline napi_property_descriptor Value(const char *name, napi_value value) {
  napi_property_descriptor property = {};
  property.utf8name = name;
  property.value = value;
  property.attributes = napi_enumerable;
  return property;
}

inline napi_property_descriptor Method(const char *name, napi_callback call) {
  napi_property_descriptor property = {};
  property.utf8name = name;
  property.method = call;
  property.attributes = napi_enumerable;
  return property;
}

/* Returns the exports, or NULL with an exception pending. */
template <size_t count>
napi_value Export(napi_env env, napi_value exports,
                  const napi_property_descriptor (&properties)[count]) {
  return napi_define_properties(env, exports, count, properties) == napi_ok ? exports : nullptr;
}

#endif
