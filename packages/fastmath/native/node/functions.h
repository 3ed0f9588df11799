/* functions.h: what the addon offers to JavaScript. Where a function returns false or nullptr, a
   JavaScript exception is pending. */
#ifndef FASTMATH_FUNCTIONS_H
#define FASTMATH_FUNCTIONS_H

#include <capsule/capsule.h>
#include <fastmath/fastmath.h>

/* Defines a property. It does not set it: a setter on a prototype must not run. */
bool DefineProperty(napi_env env, napi_value object, const char *name, napi_value value);
bool DefineFunction(napi_env env, napi_value object, const char *name, napi_callback function,
                    const fastmath_api *math = nullptr);

/* Defines a function for each kernel of a table: minMax for min_max. */
bool DefineKernels(napi_env env, napi_value object, const fastmath_api *math);

/* Defines useThreads(threads, cores), and forceThreads(threads, always) for tests. */
bool DefineThreads(napi_env env, napi_value object);

/* vector(n, values | undefined): a data capsule of n numbers; null when there is no memory. */
napi_value CreateVector(napi_env env, napi_callback_info info);

#endif
