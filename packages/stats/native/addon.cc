/* addon.cc: opens fastmath's table, and lets JavaScript call what is computed with it. More statistics
   are in families.cc, functions of users in supplied.cc. */
#include "node/call.h"
#include "node/exports.h"
#include "node/callbacks.h"

#include <fastmath/fastmath_node.h>

namespace {

/* open(capsule): opens the table once, and gives the statistics that call it. */
napi_value Open(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value capsule, stats;
  if (napi_get_cb_info(env, info, &count, &capsule, nullptr, nullptr) != napi_ok) return nullptr;

  const fastmath_api *math = fastmath_open(env, capsule);
  if (math == nullptr) return nullptr; /* refused: the exception that says why is pending */

  const napi_property_descriptor functions[] = {
      Property("mean", Call<stats_mean, ONLY_X>, math),
      Property("variance", Call<stats_variance, DDOF>, math),
      Property("std", Call<stats_std, DDOF>, math),
      Property("min", Call<stats_min, ONLY_X>, math),
      Property("max", Call<stats_max, ONLY_X>, math),
      Property("describe", Call<stats_describe, DDOF | OUT>, math),
      Property("covariance", Call<stats_covariance, Y | DDOF>, math),
      Property("correlation", Call<stats_correlation, Y>, math),
      Property("linearRegression", Call<stats_linear_regression, Y | OUT>, math),
  };
  const size_t size = sizeof(functions) / sizeof(*functions);
  if (napi_create_object(env, &stats) != napi_ok || !OfferFamilies(env, stats, math))
    return nullptr;
  return napi_define_properties(env, stats, size, functions) == napi_ok ? stats : nullptr;
}

} // namespace

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {Property("open", Open, nullptr),
                                                Property("lengthOf", LengthOf, nullptr)};
  if (!OfferSupplied(env, exports)) return nullptr;
  return napi_define_properties(env, exports, 2, functions) == napi_ok ? exports : nullptr;
}
