/* statistics.cc: makes JavaScript functions of the statistics. It calls Node-API directly, without
   a C++ wrapper, because that has the least overhead. */
#include "../statistics/statistics.h"

#include "arguments.h"
#include "call.h"

static_assert(sizeof(size_t) <= sizeof(double), "stats_histogram counts in an array of doubles");

namespace {

/* The parameters of a statistic after x, in this order, as in native.describe(x, ddof, results).
   RESULTS is an array of STATS_RESULTS elements, EACH an array of n - lag elements. */
enum Parameters { ONLY_X = 0, Y = 1, DDOF = 2, CENTER = 4, LAG = 8, RESULTS = 16, EACH = 32 };

template <stats_statistic *function, int parameters> struct Statistic {
  bool Read(napi_env env, const napi_value *argument) {
    int next = 1;
    if (!ReadSample(env, argument[0], 0, true, &x)) return false;
    if constexpr ((parameters & Y) != 0)
      if (!ReadSample(env, argument[next++], x.n, true, &y)) return false;
    if constexpr ((parameters & DDOF) != 0)
      if (!ReadNumber(env, argument[next++], &in.ddof, "expected a number as ddof")) return false;
    if constexpr ((parameters & CENTER) != 0)
      if (!ReadNumber(env, argument[next++], &in.center)) return false;
    if constexpr ((parameters & LAG) != 0)
      if (!ReadLag(env, argument[next++], x.n, &in.lag)) return false;
    if constexpr ((parameters & (RESULTS | EACH)) != 0) {
      size_t length = STATS_RESULTS;
      if constexpr ((parameters & EACH) != 0) length = x.n - in.lag;
      if (!ReadSample(env, argument[next], length, false, &out)) return false;
    }
    in.x = x.data;
    in.y = y.data;
    in.n = x.n;
    in.out = out.data;
    return true;
  }

  void Run(const fastmath_api *math) { value = function(math, &in); }

  napi_value Finish(napi_env env) const {
    napi_value result;
    if (in.out_of_memory) return ThrowOutOfMemory(env, "Computing a statistic", in.n);
    return napi_create_double(env, value, &result) == napi_ok ? result : nullptr;
  }

private:
  Sample x, y, out;
  stats_input in = {nullptr, nullptr, 0, 0, nullptr, false, 0, 0};
  double value = 0;
};

/* quantiles(x, positions): replaces each position by the value at it. */
struct Quantiles {
  bool Read(napi_env env, const napi_value *argument) {
    return ReadSample(env, argument[0], 0, true, &x) &&
           ReadSample(env, argument[1], 0, false, &positions);
  }

  void Run(const fastmath_api *math) {
    outcome = stats_quantiles(math, x.data, x.n, positions.data, positions.n);
  }

  napi_value Finish(napi_env env) const {
    switch (outcome) {
      case STATS_QUANTILES_OK: return Undefined(env);
      case STATS_QUANTILES_NO_MEMORY: return ThrowOutOfMemory(env, "Computing a statistic", x.n);
      case STATS_QUANTILES_BAD_POSITION: break;
    }
    Reject(env, "expected positions within the sample");
    return nullptr;
  }

private:
  Sample x, positions;
  stats_quantiles_result outcome = STATS_QUANTILES_OK;
};

/* histogram(x, edges, counts): fills counts, which has one element fewer than edges. */
struct Histogram {
  bool Read(napi_env env, const napi_value *argument) {
    return ReadSample(env, argument[0], 0, true, &x) &&
           ReadSample(env, argument[1], 2, false, &edges) &&
           ReadSample(env, argument[2], edges.n - 1, false, &counts);
  }

  void Run(const fastmath_api *math) {
    stats_histogram(math, x.data, x.n, edges.data, edges.n - 1, counts.data);
  }

  napi_value Finish(napi_env env) const { return Undefined(env); }

private:
  Sample x, edges, counts;
};

} // namespace

template <typename When> napi_value CreateStatistics(napi_env env, const fastmath_api *math) {
  const napi_property_descriptor functions[] = {
      Property<When::template Call<Statistic<stats_mean, ONLY_X>>>("mean", math),
      Property<When::template Call<Statistic<stats_sum, ONLY_X>>>("sum", math),
      Property<When::template Call<Statistic<stats_geometric_mean, ONLY_X>>>("geometricMean", math),
      Property<When::template Call<Statistic<stats_harmonic_mean, ONLY_X>>>("harmonicMean", math),
      Property<When::template Call<Statistic<stats_weighted_mean, Y | RESULTS>>>("weightedMean",
                                                                                 math),
      Property<When::template Call<Statistic<stats_variance, DDOF>>>("variance", math),
      Property<When::template Call<Statistic<stats_std, DDOF>>>("std", math),
      Property<When::template Call<Statistic<stats_sem, DDOF>>>("sem", math),
      Property<When::template Call<Statistic<stats_min, ONLY_X>>>("min", math),
      Property<When::template Call<Statistic<stats_max, ONLY_X>>>("max", math),
      Property<When::template Call<Statistic<stats_min_max, RESULTS>>>("minMax", math),
      Property<When::template Call<Statistic<stats_describe, DDOF | RESULTS>>>("describe", math),
      Property<When::template Call<Statistic<stats_skewness, ONLY_X>>>("skewness", math),
      Property<When::template Call<Statistic<stats_kurtosis, ONLY_X>>>("kurtosis", math),
      Property<When::template Call<Statistic<stats_central_moments, RESULTS>>>("centralMoments",
                                                                               math),
      Property<When::template Call<Statistic<stats_moments_about, CENTER | RESULTS>>>(
          "momentsAbout", math),
      Property<When::template Call<Statistic<stats_summary, RESULTS>>>("summary", math),
      Property<When::template Call<Statistic<stats_zscore, DDOF | EACH>>>("zscore", math),
      Property<When::template Call<Statistic<stats_autocorrelation, LAG>>>("autocorrelation", math),
      Property<When::template Call<Statistic<stats_rolling_mean, LAG | EACH>>>("rollingMean", math),
      Property<When::template Call<Statistic<stats_rolling_std, DDOF | LAG | EACH>>>("rollingStd",
                                                                                     math),
      Property<When::template Call<Statistic<stats_covariance, Y | DDOF>>>("covariance", math),
      Property<When::template Call<Statistic<stats_correlation, Y>>>("correlation", math),
      Property<When::template Call<Statistic<stats_linear_regression, Y | RESULTS>>>(
          "linearRegression", math),
      Property<When::template Call<Statistic<stats_median, ONLY_X>>>("median", math),
      Property<When::template Call<Quantiles>>("quantiles", math),
      Property<When::template Call<Statistic<stats_mad, ONLY_X>>>("mad", math),
      Property<When::template Call<Statistic<stats_mode, ONLY_X>>>("mode", math),
      Property<When::template Call<Statistic<stats_rank, EACH>>>("rank", math),
      Property<When::template Call<Statistic<stats_spearman, Y>>>("spearman", math),
      Property<When::template Call<Statistic<stats_kendall, Y>>>("kendall", math),
      Property<When::template Call<Histogram>>("histogram", math),
  };
  const size_t count = sizeof(functions) / sizeof(*functions);
  napi_value statistics;
  if (napi_create_object(env, &statistics) != napi_ok) return nullptr;
  return napi_define_properties(env, statistics, count, functions) == napi_ok ? statistics
                                                                              : nullptr;
}

template napi_value CreateStatistics<Now>(napi_env, const fastmath_api *);
template napi_value CreateStatistics<Later>(napi_env, const fastmath_api *);
