/* supplied.h: what is computed with a function that a capsule holds. */
#ifndef STATS_SUPPLIED_H
#define STATS_SUPPLIED_H

#include <node_api.h>

/* Adds map, reduce and integrate to what the addon exports. */
bool OfferSupplied(napi_env env, napi_value exports);

#endif
