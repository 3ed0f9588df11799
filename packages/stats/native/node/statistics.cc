/* families.cc: statistics beyond the first ones, kept off the path that a first reader walks. */
#include "exports.h"

#include "call.h"

bool OfferFamilies(napi_env env, napi_value stats, const fastmath_api *math) {
  const napi_property_descriptor functions[] = {
      Property("sum", Call<stats_sum, ONLY_X>, math),
      Property("minMax", Call<stats_min_max, OUT>, math),
      Property("sem", Call<stats_sem, DDOF>, math),
      Property("skewness", Call<stats_skewness, ONLY_X>, math),
      Property("kurtosis", Call<stats_kurtosis, ONLY_X>, math),
      Property("centralMoments", Call<stats_central_moments, OUT>, math),
      Property("momentsAbout", Call<stats_moments_about, AT | OUT>, math),
      Property("geometricMean", Call<stats_geometric_mean, ONLY_X>, math),
      Property("harmonicMean", Call<stats_harmonic_mean, ONLY_X>, math),
      Property("weightedMean", Call<stats_weighted_mean, Y | OUT>, math),
      Property("zscore", Call<stats_zscore, DDOF | EACH>, math),
      Property("part", Call<stats_part, OUT>, math),
      Property("autocorrelation", Call<stats_autocorrelation, LAG>, math),
      Property("rollingMean", Call<stats_rolling_mean, LAG | EACH>, math),
      Property("rollingStd", Call<stats_rolling_std, DDOF | LAG | EACH>, math),
  };
  return OfferOrder(env, stats, math) &&
         napi_define_properties(env, stats, sizeof(functions) / sizeof(*functions), functions) ==
             napi_ok;
}
