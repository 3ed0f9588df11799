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

/* Argument i as a Float64Array of at least `least` elements. src/check.ts checks with better words;
   this is what keeps a direct call of the addon from reading elsewhere. */
Napi::Float64Array Vector(const Napi::CallbackInfo &info, size_t i, size_t least = 0);

/* Argument i as a number. Nothing is converted: an object's own valueOf could take the memory of
   the vectors away. */
double Scalar(const Napi::CallbackInfo &info, size_t i);

/* Whether two arrays of n values are one, or apart. Compares addresses: two buffers of JavaScript
   can be one memory. */
bool OneOrApart(const double *x, const double *y, size_t n);

inline const fastmath_api *Table(const Napi::CallbackInfo &info) {
  return static_cast<const fastmath_api *>(info.Data());
}

/* Adds a function for each kernel of a table to an object. */
void OfferFunctions(Napi::Object object, const fastmath_api *math);

/* Adds useThreads(threads, cores), and forceThreads(threads, always) for tests. */
void OfferThreads(Napi::Object object);

/* Those that contract 1.1 added. */
void OfferFunctions11(Napi::Object object, const fastmath_api *math);

/* And those over columns. */
void OfferStrided(Napi::Object object, const fastmath_api *math);

#endif
