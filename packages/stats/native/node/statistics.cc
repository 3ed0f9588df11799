/* statistics.cc: makes JavaScript functions of the statistics. It calls Node-API directly, without
   a C++ wrapper, because that has the least overhead. */
#include "../statistics/statistics.h"

#include "arguments.h"
#include "exports.h"
#include "out_of_memory.h"

static_assert(sizeof(size_t) <= sizeof(double), "stats_histogram counts in an array of doubles");

namespace {

/* The parameters of a statistic after x, in this order, as in native.describe(x, ddof, results).
   RESULTS is an array of STATS_RESULTS elements, EACH an array of n - lag elements. */
enum Parameters { ONLY_X = 0, Y = 1, DDOF = 2, CENTER = 4, LAG = 8, RESULTS = 16, EACH = 32 };

/* Calls a statistic. No JavaScript runs between here and the result. */
template <stats_statistic *statistic, int parameters>
napi_value Call(napi_env env, napi_callback_info info) {
  size_t count = 5;
  napi_value argument[5], result;
  void *math = nullptr;
  Sample x, y, out;
  stats_input in = {nullptr, nullptr, 0, 0, nullptr, false, 0, 0};
  int next = 1;
  if (napi_get_cb_info(env, info, &count, argument, nullptr, &math) != napi_ok) return nullptr;
  if (!ReadSample(env, argument[0], 0, true, &x)) return nullptr;
  if constexpr ((parameters & Y) != 0)
    if (!ReadSample(env, argument[next++], x.n, true, &y)) return nullptr;
  if constexpr ((parameters & DDOF) != 0)
    if (!ReadNumber(env, argument[next++], &in.ddof, "expected a number as ddof")) return nullptr;
  if constexpr ((parameters & CENTER) != 0)
    if (!ReadNumber(env, argument[next++], &in.center)) return nullptr;
  if constexpr ((parameters & LAG) != 0)
    if (!ReadLag(env, argument[next++], x.n, &in.lag)) return nullptr;
  if constexpr ((parameters & (RESULTS | EACH)) != 0) {
    size_t length = STATS_RESULTS;
    if constexpr ((parameters & EACH) != 0) length = x.n - in.lag;
    if (!ReadSample(env, argument[next], length, false, &out)) return nullptr;
  }
  in.x = x.data;
  in.y = y.data;
  in.n = x.n;
  in.out = out.data;
  const double value = statistic(static_cast<const fastmath_api *>(math), &in);
  if (in.out_of_memory) return ThrowOutOfMemory(env, "Computing a statistic", in.n);
  return napi_create_double(env, value, &result) == napi_ok ? result : nullptr;
}

/* quantiles(x, positions): replaces each position by the value at it. */
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
    case STATS_QUANTILES_OK: return Undefined(env);
    case STATS_QUANTILES_NO_MEMORY: return ThrowOutOfMemory(env, "Computing a statistic", x.n);
    case STATS_QUANTILES_BAD_POSITION: break;
  }
  Reject(env, "expected positions within the sample");
  return nullptr;
}

/* histogram(x, edges, counts): fills counts, which has one element fewer than edges. */
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
  return Undefined(env);
}

} // namespace

napi_value CreateStatistics(napi_env env, const fastmath_api *math) {
  const napi_property_descriptor functions[] = {
      Property<Call<stats_mean, ONLY_X>>("mean", math),
      Property<Call<stats_sum, ONLY_X>>("sum", math),
      Property<Call<stats_geometric_mean, ONLY_X>>("geometricMean", math),
      Property<Call<stats_harmonic_mean, ONLY_X>>("harmonicMean", math),
      Property<Call<stats_weighted_mean, Y | RESULTS>>("weightedMean", math),
      Property<Call<stats_variance, DDOF>>("variance", math),
      Property<Call<stats_std, DDOF>>("std", math),
      Property<Call<stats_sem, DDOF>>("sem", math),
      Property<Call<stats_min, ONLY_X>>("min", math),
      Property<Call<stats_max, ONLY_X>>("max", math),
      Property<Call<stats_min_max, RESULTS>>("minMax", math),
      Property<Call<stats_describe, DDOF | RESULTS>>("describe", math),
      Property<Call<stats_skewness, ONLY_X>>("skewness", math),
      Property<Call<stats_kurtosis, ONLY_X>>("kurtosis", math),
      Property<Call<stats_central_moments, RESULTS>>("centralMoments", math),
      Property<Call<stats_moments_about, CENTER | RESULTS>>("momentsAbout", math),
      Property<Call<stats_summary, RESULTS>>("summary", math),
      Property<Call<stats_zscore, DDOF | EACH>>("zscore", math),
      Property<Call<stats_autocorrelation, LAG>>("autocorrelation", math),
      Property<Call<stats_rolling_mean, LAG | EACH>>("rollingMean", math),
      Property<Call<stats_rolling_std, DDOF | LAG | EACH>>("rollingStd", math),
      Property<Call<stats_covariance, Y | DDOF>>("covariance", math),
      Property<Call<stats_correlation, Y>>("correlation", math),
      Property<Call<stats_linear_regression, Y | RESULTS>>("linearRegression", math),
      Property<Call<stats_median, ONLY_X>>("median", math),
      Property<Quantiles>("quantiles", math),
      Property<Call<stats_mad, ONLY_X>>("mad", math),
      Property<Call<stats_mode, ONLY_X>>("mode", math),
      Property<Call<stats_rank, EACH>>("rank", math),
      Property<Call<stats_spearman, Y>>("spearman", math),
      Property<Call<stats_kendall, Y>>("kendall", math),
      Property<Histogram>("histogram", math),
  };
  const size_t count = sizeof(functions) / sizeof(*functions);
  napi_value statistics;
  if (napi_create_object(env, &statistics) != napi_ok) return nullptr;
  return napi_define_properties(env, statistics, count, functions) == napi_ok ? statistics
                                                                              : nullptr;
}
