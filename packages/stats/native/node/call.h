/* call.h: how a statistic becomes a function of JavaScript. It uses the raw calls of Node-API, which
   cost least. */
#ifndef STATS_CALL_H
#define STATS_CALL_H

#include "out_of_memory.h"
#include "arguments.h"
#include "../statistics/statistics.h"

/* What a statistic takes besides x, in this order: native.describe(x, ddof, out). EACH: out has a
   value for each of x, but `lag` of them. */
enum Takes { ONLY_X = 0, Y = 1, DDOF = 2, AT = 4, LAG = 8, OUT = 16, EACH = 32 };

/* One call of a statistic. The table is the function's own data, so that a call looks nothing up,
   and several tables can be open at once. No JavaScript runs from here to the result. */
template <stats_function *statistic, int takes>
napi_value Call(napi_env env, napi_callback_info info) {
  size_t count = 5;
  napi_value argument[5], result;
  void *math = nullptr;
  Sample x, y, out;
  stats_input in = {nullptr, nullptr, 0, 0, nullptr, false, 0, 0};
  int next = 1;
  if (napi_get_cb_info(env, info, &count, argument, nullptr, &math) != napi_ok) return nullptr;
  if (!ReadSample(env, argument[0], 0, true, &x)) return nullptr;
  if constexpr ((takes & Y) != 0)
    if (!ReadSample(env, argument[next++], x.n, true, &y)) return nullptr;
  if constexpr ((takes & DDOF) != 0)
    if (!ReadNumber(env, argument[next++], &in.ddof, "expected a number as ddof")) return nullptr;
  if constexpr ((takes & AT) != 0)
    if (!ReadNumber(env, argument[next++], &in.at)) return nullptr;
  if constexpr ((takes & LAG) != 0)
    if (!ReadLag(env, argument[next++], x.n, &in.lag)) return nullptr;
  if constexpr ((takes & (OUT | EACH)) != 0) {
    size_t room = STATS_RESULTS;
    if constexpr ((takes & EACH) != 0) room = x.n - in.lag;
    if (!ReadSample(env, argument[next], room, false, &out)) return nullptr;
  }
  in.x = x.data;
  in.y = y.data;
  in.n = x.n;
  in.out = out.data;
  const double value = statistic(static_cast<const fastmath_api *>(math), &in);
  if (in.out_of_memory) return ThrowOutOfMemory(env, "Computing a statistic", in.n);
  return napi_create_double(env, value, &result) == napi_ok ? result : nullptr;
}

inline napi_property_descriptor Property(const char *name, napi_callback call,
                                         const fastmath_api *math) {
  napi_property_descriptor property = {};
  property.utf8name = name;
  property.method = call;
  property.attributes = napi_enumerable;
  property.data = const_cast<fastmath_api *>(math);
  return property;
}

#endif
