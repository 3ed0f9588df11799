/* supplied.cc: map, reduce and integrate as JavaScript functions. Here Node-API meets apply.h; the
   function that is applied comes in a capsule, from whatever addon. */
#include "callbacks.h"

#include "../statistics/callback.h"
#include "arguments.h"

#include <capsule/capsule_function.h>

namespace {

/* A function that was opened, held while it is called. */
class Opened {
public:
  /* Takes a signature without the context, or with it. When refused, an exception is pending. */
  template <size_t count>
  Opened(napi_env env, napi_value value, const char *const (&signatures)[count])
      : envelope_(capsule_open_function(env, value, nullptr, signatures, count, &which_)) {}
  ~Opened() { capsule_release(envelope_); }
  Opened(const Opened &) = delete;
  Opened &operator=(const Opened &) = delete;

  explicit operator bool() const { return envelope_ != nullptr; }
  stats_supplied Supplied() const {
    return {capsule_function_of(envelope_), envelope_->context, which_ == 1};
  }

private:
  size_t which_ = 0;
  capsule_envelope *envelope_;
};

constexpr const char *unary[] = {"f64(f64)", "f64(f64,*void)"};
constexpr const char *binary[] = {"f64(f64,f64)", "f64(f64,f64,*void)"};

napi_value Give(napi_env env, double number) {
  napi_value result;
  return napi_create_double(env, number, &result) == napi_ok ? result : nullptr;
}

/* map(f, x, out) */
napi_value Map(napi_env env, napi_callback_info info) {
  size_t count = 3;
  napi_value argument[3];
  Sample x, out;
  if (napi_get_cb_info(env, info, &count, argument, nullptr, nullptr) != napi_ok ||
      !ReadSample(env, argument[1], 0, true, &x) || !ReadSample(env, argument[2], x.n, false, &out))
    return nullptr;
  const Opened f(env, argument[0], unary);
  if (!f) return nullptr;
  const stats_supplied supplied = f.Supplied();
  stats_map(&supplied, x.data, x.n, out.data);
  return nullptr;
}

/* reduce(f, x, initial) */
napi_value Reduce(napi_env env, napi_callback_info info) {
  size_t count = 3;
  napi_value argument[3];
  Sample x;
  double initial;
  if (napi_get_cb_info(env, info, &count, argument, nullptr, nullptr) != napi_ok ||
      !ReadSample(env, argument[1], 0, true, &x) || !ReadNumber(env, argument[2], &initial))
    return nullptr;
  const Opened f(env, argument[0], binary);
  if (!f) return nullptr;
  const stats_supplied supplied = f.Supplied();
  return Give(env, stats_reduce(&supplied, x.data, x.n, initial));
}

/* integrate(f, a, b, epsabs, epsrel, parts, out): how it ended; out becomes value, error, evaluations
   and where. `parts` is memory for the parts of the range. */
napi_value Integrate(napi_env env, napi_callback_info info) {
  constexpr size_t part = sizeof(stats_part) / sizeof(double);
  size_t count = 7;
  napi_value argument[7];
  Sample parts, out;
  stats_integral in = {};
  if (napi_get_cb_info(env, info, &count, argument, nullptr, nullptr) != napi_ok ||
      !ReadNumber(env, argument[1], &in.a) || !ReadNumber(env, argument[2], &in.b) ||
      !ReadNumber(env, argument[3], &in.epsabs) || !ReadNumber(env, argument[4], &in.epsrel) ||
      !ReadSample(env, argument[5], part, false, &parts) ||
      !ReadSample(env, argument[6], 4, false, &out))
    return nullptr;
  in.parts = reinterpret_cast<stats_part *>(parts.data);
  in.limit = parts.n / part;
  const Opened f(env, argument[0], unary);
  if (!f) return nullptr;
  const stats_supplied supplied = f.Supplied();
  const stats_ending ending = stats_integrate(&supplied, &in);
  out.data[0] = in.value;
  out.data[1] = in.error;
  out.data[2] = static_cast<double>(in.evaluations);
  out.data[3] = in.where;
  return Give(env, ending);
}

} // namespace

bool OfferSupplied(napi_env env, napi_value exports) {
  napi_property_descriptor functions[3] = {};
  const char *const names[] = {"map", "reduce", "integrate"};
  const napi_callback calls[] = {Map, Reduce, Integrate};
  for (size_t i = 0; i < 3; i++) {
    functions[i].utf8name = names[i];
    functions[i].method = calls[i];
    functions[i].attributes = napi_enumerable;
  }
  return napi_define_properties(env, exports, 3, functions) == napi_ok;
}
