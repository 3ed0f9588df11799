/* functions.h: the kernels as JavaScript functions. */
#ifndef FASTMATH_FUNCTIONS_H
#define FASTMATH_FUNCTIONS_H

#include <fastmath/fastmath.h>
#include <napi.h>
#include <string>

/* Gives an object a property. It is defined, not set: a setter on a prototype does not run. */
void Define(Napi::Object object, const std::string &name, napi_value value);

/* vector(n, values | undefined): a data capsule of n numbers; null when there is no memory. */
Napi::Value CreateVector(const Napi::CallbackInfo &info);

/* Adds a function for each kernel of a table to an object. */
void OfferFunctions(Napi::Object object, const fastmath_api *math);

#endif
