/* exports.h: what addon.cc puts on its exports. Where a function returns false or nullptr, a
   JavaScript exception is pending. */
#ifndef STATS_EXPORTS_H
#define STATS_EXPORTS_H

#include <fastmath/fastmath.h>
#include <node_api.h>

/* An object with all statistics. They call the table, which is their data, so that several tables
   can be open at once. */
napi_value CreateStatistics(napi_env env, const fastmath_api *math);

/* Adds map, reduce and integrate, which call a C function in a capsule and need no table. */
bool DefineCallbackFunctions(napi_env env, napi_value exports);

/* lengthOf(capsule): the number of elements of a data capsule of numbers in one dimension,
   otherwise -1. */
napi_value LengthOf(napi_env env, napi_callback_info info);

inline napi_property_descriptor Property(const char *name, napi_callback method,
                                         const fastmath_api *math = nullptr) {
  napi_property_descriptor property = {};
  property.utf8name = name;
  property.method = method;
  property.attributes = napi_enumerable;
  property.data = const_cast<fastmath_api *>(math);
  return property;
}

#endif
