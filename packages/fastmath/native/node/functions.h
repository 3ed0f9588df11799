/* functions.h: defines the exports of the addon. If a function returns false or nullptr, a
   JavaScript exception is pending. */
#ifndef FASTMATH_FUNCTIONS_H
#define FASTMATH_FUNCTIONS_H

#include <capsule/capsule.h>
#include <fastmath/fastmath.h>

/* Defines a property, rather than setting it, so that no setter on a prototype runs. */
bool DefineProperty(napi_env env, napi_value object, const char *name, napi_value value);
bool DefineFunction(napi_env env, napi_value object, const char *name, napi_callback function,
                    const fastmath_api *math = nullptr);

/* Defines a function for each kernel of a table: minMax for min_max. */
bool DefineKernels(napi_env env, napi_value object, const fastmath_api *math);

/* Defines useThreads(threads, cores), and forceThreads(threads, always) for tests. */
bool DefineThreads(napi_env env, napi_value object);

/* vector(n, values | undefined): returns a data capsule of n numbers; null when there is no
   memory. */
napi_value CreateVector(napi_env env, napi_callback_info info);

#endif
