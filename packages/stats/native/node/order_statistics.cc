/* order.cc: statistics of order as JavaScript functions. */
#include "../statistics/order_statistics.h"

#include "call.h"
#include "exports.h"

static_assert(sizeof(size_t) <= sizeof(double), "counts have room where numbers have");

namespace {

napi_value Nothing(napi_env env) {
  napi_value undefined;
  return napi_get_undefined(env, &undefined) == napi_ok ? undefined : nullptr;
}

/* quantiles(x, positions): replaces positions by the numbers that are there. */
napi_value Quantiles(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value argument[2];
  void *math = nullptr;
  Sample x, positions;
  if (napi_get_cb_info(env, info, &count, argument, nullptr, &math) != napi_ok ||
      !ReadSample(env, argument[0], 0, true, &x) ||
      !ReadSample(env, argument[1], 0, false, &positions))
    return nullptr;
  switch (stats_quantiles(static_cast<const fastmath_api *>(math), x.data, x.n, positions.data,
                          positions.n)) {
    case STATS_FOUND: return Nothing(env);
    case STATS_NO_MEMORY: return ThrowOutOfMemory(env, "Computing a statistic", x.n);
    case STATS_NO_POSITION: break;
  }
  napi_throw_type_error(env, nullptr, "expected positions within the sample");
  return nullptr;
}

/* histogram(x, edges, counts): fills counts, one less than edges. */
napi_value Histogram(napi_env env, napi_callback_info info) {
  size_t count = 3;
  napi_value argument[3];
  void *math = nullptr;
  Sample x, edges, counts;
  if (napi_get_cb_info(env, info, &count, argument, nullptr, &math) != napi_ok ||
      !ReadSample(env, argument[0], 0, true, &x) ||
      !ReadSample(env, argument[1], 2, false, &edges) ||
      !ReadSample(env, argument[2], edges.n - 1, false, &counts))
    return nullptr;
  stats_histogram(static_cast<const fastmath_api *>(math), x.data, x.n, edges.data, edges.n - 1,
                  counts.data);
  return Nothing(env);
}

} // namespace

bool OfferOrder(napi_env env, napi_value stats, const fastmath_api *math) {
  const napi_property_descriptor functions[] = {
      Property("median", Call<stats_median, ONLY_X>, math),
      Property("mad", Call<stats_mad, ONLY_X>, math),
      Property("mode", Call<stats_mode, ONLY_X>, math),
      Property("rank", Call<stats_rank, EACH>, math),
      Property("spearman", Call<stats_spearman, Y>, math),
      Property("kendall", Call<stats_kendall, Y>, math),
      Property("quantiles", Quantiles, math),
      Property("histogram", Histogram, math),
  };
  return napi_define_properties(env, stats, sizeof(functions) / sizeof(*functions), functions) ==
         napi_ok;
}
