/* families.h: statistics beyond the first ones. */
#ifndef STATS_FAMILIES_H
#define STATS_FAMILIES_H

#include <fastmath/fastmath.h>
#include <node_api.h>

/* Adds them to the object that open(capsule) gives. When false, an exception is pending. */
bool OfferFamilies(napi_env env, napi_value stats, const fastmath_api *math);

/* Those of order, likewise. OfferFamilies calls it. */
bool OfferOrder(napi_env env, napi_value stats, const fastmath_api *math);

#endif
