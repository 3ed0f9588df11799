/* addon.cc: opens fastmath's table, and lets JavaScript call what is computed with it. The only
   file that knows Node-API; on the way of a call it uses the raw calls, which cost least. */
#include "statistics.h"

#include <fastmath/fastmath_node.h>

namespace {

/* One call of a statistic: (x: Float64Array) => number. The table is the function's own data, so a
   call looks nothing up, and two tables can be open at once. */
template <stats_function *statistic> napi_value Call(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument, result;
  void *math = nullptr, *x = nullptr;
  stats_input in = {nullptr, 0};
  napi_typedarray_type type;
  if (napi_get_cb_info(env, info, &count, &argument, nullptr, &math) != napi_ok) return nullptr;
  if (napi_get_typedarray_info(env, argument, &type, &in.n, &x, nullptr, nullptr) != napi_ok ||
      type != napi_float64_array) {
    napi_throw_type_error(env, nullptr, "expected a Float64Array");
    return nullptr;
  }
  in.x = static_cast<const double *>(x);
  const double value = statistic(static_cast<const fastmath_api *>(math), &in);
  return napi_create_double(env, value, &result) == napi_ok ? result : nullptr;
}

/* open(capsule): opens the table once, and gives the statistics that call it. */
napi_value Open(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value capsule, stats;
  if (napi_get_cb_info(env, info, &count, &capsule, nullptr, nullptr) != napi_ok) return nullptr;

  const fastmath_api *math = fastmath_open(env, capsule);
  if (math == nullptr) return nullptr;

  void *data = const_cast<fastmath_api *>(math);
  const napi_property_descriptor functions[] = {
      {"mean", nullptr, Call<stats_mean>, nullptr, nullptr, nullptr, napi_enumerable, data},
  };
  if (napi_create_object(env, &stats) != napi_ok ||
      napi_define_properties(env, stats, sizeof(functions) / sizeof(*functions), functions) !=
          napi_ok)
    return nullptr;
  return stats;
}

} // namespace

NAPI_MODULE_INIT() {
  const napi_property_descriptor open = {"open",  nullptr,         Open,   nullptr, nullptr,
                                         nullptr, napi_enumerable, nullptr};
  return napi_define_properties(env, exports, 1, &open) == napi_ok ? exports : nullptr;
}
