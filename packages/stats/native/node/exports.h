/* exports.h: the functions that addon.cc exports. When a function returns false or nullptr, a
   JavaScript exception is pending, or a Node-API call has failed. In both cases Function() ensures
   that JavaScript receives an exception. */
#ifndef STATS_EXPORTS_H
#define STATS_EXPORTS_H

#include <fastmath/fastmath.h>
#include <node_api.h>

struct Now;   /* functions that return a result */
struct Later; /* functions that return a promise of it */

/* Creates an object with all statistics. Each function stores a pointer to the table that it calls,
   so that several tables can be open at once. */
template <typename When> napi_value CreateStatistics(napi_env env, const fastmath_api *math);

/* Adds map, reduce and integrate, which call a C function in a capsule and need no table. */
bool DefineCallbackFunctions(napi_env env, napi_value exports);

/* Adds bootstrap, which opens the table of fastmath and a random generator for each call. */
bool DefineBootstrap(napi_env env, napi_value exports);

/* lengthOf(capsule): the number of elements of a data capsule of numbers in one dimension,
   otherwise -1. */
napi_value LengthOf(napi_env env, napi_callback_info info);

/* Throws ERR_CAPSULE_ENGINE_REFUSED, unless an exception is pending. Returns nullptr. */
napi_value ThrowUnlessPending(napi_env env);

inline napi_value Undefined(napi_env env) {
  napi_value undefined;
  return napi_get_undefined(env, &undefined) == napi_ok ? undefined : nullptr;
}

/* Calls the C++ function `call`, and ensures that there is either a result or an exception. If
   there was neither, JavaScript would continue with undefined. */
template <napi_callback call> napi_value Function(napi_env env, napi_callback_info info) {
  napi_value result = call(env, info);
  return result != nullptr ? result : ThrowUnlessPending(env);
}

template <napi_callback call>
napi_property_descriptor Property(const char *name, const fastmath_api *math = nullptr) {
  napi_property_descriptor property = {};
  property.utf8name = name;
  property.method = Function<call>;
  property.attributes = napi_enumerable;
  property.data = const_cast<fastmath_api *>(math);
  return property;
}

#endif
