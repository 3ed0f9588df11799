/* functions.h: what the addon offers to JavaScript. */
#ifndef FASTMATH_FUNCTIONS_H
#define FASTMATH_FUNCTIONS_H

#include <fastmath/fastmath.h>
#include <napi.h>

/* Defines a function for each kernel of a table: minMax for min_max. */
void DefineKernels(Napi::Object object, const fastmath_api *math);

/* Defines useThreads(threads, cores), and forceThreads(threads, always) for tests. */
void DefineThreads(Napi::Object object);

/* vector(n, values | undefined): a data capsule of n numbers; null when there is no memory. */
Napi::Value CreateVector(const Napi::CallbackInfo &info);

#endif
