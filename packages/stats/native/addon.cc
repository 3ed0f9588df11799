/* addon.cc: opens fastmath's table, and lets JavaScript call what is computed with it. On the way of a
   call it uses the raw calls of Node-API, which cost least. Functions of users are in supplied.cc. */
#include "out_of_memory.h"
#include "sample.h"
#include "statistics.h"
#include "supplied.h"

#include <fastmath/fastmath_node.h>

namespace {

/* What a statistic takes besides x: native.describe(x, ddof, out). */
enum Takes { ONLY_X = 0, Y = 1, DDOF = 2, OUT = 4 };

/* One call of a statistic. The table is the function's own data, so that a call looks nothing up,
   and several tables can be open at once. No JavaScript runs from here to the result. */
template <stats_function *statistic, int takes>
napi_value Call(napi_env env, napi_callback_info info) {
  size_t count = 4;
  napi_value argument[4], result;
  void *math = nullptr;
  Sample x, y, out;
  stats_input in = {nullptr, nullptr, 0, 0, nullptr, false};
  int next = 1;
  if (napi_get_cb_info(env, info, &count, argument, nullptr, &math) != napi_ok) return nullptr;
  if (!ReadSample(env, argument[0], 0, true, &x)) return nullptr;
  if constexpr ((takes & Y) != 0)
    if (!ReadSample(env, argument[next++], x.n, true, &y)) return nullptr;
  if constexpr ((takes & DDOF) != 0)
    if (napi_get_value_double(env, argument[next++], &in.ddof) != napi_ok) {
      napi_throw_type_error(env, nullptr, "expected a number as ddof");
      return nullptr;
    }
  if constexpr ((takes & OUT) != 0)
    if (!ReadSample(env, argument[next], STATS_RESULTS, false, &out)) return nullptr;
  in.x = x.data;
  in.y = y.data;
  in.n = x.n;
  in.out = out.data;
  const double value = statistic(static_cast<const fastmath_api *>(math), &in);
  if (in.out_of_memory) return ThrowOutOfMemory(env, "Rescaling a sample", in.n);
  return napi_create_double(env, value, &result) == napi_ok ? result : nullptr;
}

napi_property_descriptor Property(const char *name, napi_callback call, const fastmath_api *math) {
  napi_property_descriptor property = {};
  property.utf8name = name;
  property.method = call;
  property.attributes = napi_enumerable;
  property.data = const_cast<fastmath_api *>(math);
  return property;
}

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
  if (napi_create_object(env, &stats) != napi_ok) return nullptr;
  return napi_define_properties(env, stats, size, functions) == napi_ok ? stats : nullptr;
}

} // namespace

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {Property("open", Open, nullptr),
                                                Property("lengthOf", LengthOf, nullptr)};
  if (!OfferSupplied(env, exports)) return nullptr;
  return napi_define_properties(env, exports, 2, functions) == napi_ok ? exports : nullptr;
}
