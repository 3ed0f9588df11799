/* functions.h: the kernels as JavaScript functions. */
#ifndef FASTMATH_FUNCTIONS_H
#define FASTMATH_FUNCTIONS_H

#include <fastmath/fastmath.h>
#include <napi.h>

/* Adds a function for each kernel of a table to an object. */
void OfferFunctions(Napi::Object object, const fastmath_api *math);

#endif
