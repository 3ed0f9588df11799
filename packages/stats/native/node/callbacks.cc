/* callbacks.cc: the JavaScript functions map, reduce and integrate. They call a C function in a
   capsule, which any addon may have sealed. */
#include "../statistics/callback.h"

#include "../statistics/integrate.h"
#include "arguments.h"
#include "exports.h"

#include <capsule/capsule_function.h>

namespace {

/* An open function capsule. It holds the capsule while the function is called. */
class OpenFunction {
public:
  /* `signatures` are the accepted ones: without a context, then with one. If the capsule is
     rejected, an exception is pending. */
  template <size_t count>
  OpenFunction(napi_env env, napi_value value, const char *const (&signatures)[count])
      : envelope_(capsule_open_function(env, value, nullptr, signatures, count, &which_)) {}
  ~OpenFunction() { capsule_release(envelope_); }
  OpenFunction(const OpenFunction &) = delete;
  OpenFunction &operator=(const OpenFunction &) = delete;

  explicit operator bool() const { return envelope_ != nullptr; }
  stats_callback Callback() const {
    return {capsule_function_of(envelope_), envelope_->context, which_ == 1};
  }

private:
  size_t which_ = 0;
  capsule_envelope *envelope_;
};

constexpr const char *unary[] = {"f64(f64)", "f64(f64,*void)"};
constexpr const char *binary[] = {"f64(f64,f64)", "f64(f64,f64,*void)"};

napi_value Number(napi_env env, double number) {
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
  const OpenFunction f(env, argument[0], unary);
  if (!f) return nullptr;
  const stats_callback callback = f.Callback();
  stats_map(&callback, x.data, x.n, out.data);
  return Undefined(env);
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
  const OpenFunction f(env, argument[0], binary);
  if (!f) return nullptr;
  const stats_callback callback = f.Callback();
  return Number(env, stats_reduce(&callback, x.data, x.n, initial));
}

/* integrate(f, a, b, epsabs, epsrel, intervals, out): returns a stats_outcome, and fills out with
   value, error, evaluations and location. `intervals` is scratch memory. */
napi_value Integrate(napi_env env, napi_callback_info info) {
  constexpr size_t size = sizeof(stats_interval) / sizeof(double);
  size_t count = 7;
  napi_value argument[7];
  Sample intervals, out;
  stats_integral in = {};
  if (napi_get_cb_info(env, info, &count, argument, nullptr, nullptr) != napi_ok ||
      !ReadNumber(env, argument[1], &in.a) || !ReadNumber(env, argument[2], &in.b) ||
      !ReadNumber(env, argument[3], &in.epsabs) || !ReadNumber(env, argument[4], &in.epsrel) ||
      !ReadSample(env, argument[5], size, false, &intervals) ||
      !ReadSample(env, argument[6], 4, false, &out))
    return nullptr;
  in.intervals = reinterpret_cast<stats_interval *>(intervals.data);
  in.limit = intervals.n / size;
  const OpenFunction f(env, argument[0], unary);
  if (!f) return nullptr;
  const stats_callback callback = f.Callback();
  const stats_outcome outcome = stats_integrate(&callback, &in);
  out.data[0] = in.value;
  out.data[1] = in.error;
  out.data[2] = static_cast<double>(in.evaluations);
  out.data[3] = in.location;
  return Number(env, outcome);
}

} // namespace

bool DefineCallbackFunctions(napi_env env, napi_value exports) {
  const napi_property_descriptor functions[] = {Property<Map>("map"), Property<Reduce>("reduce"),
                                                Property<Integrate>("integrate")};
  return napi_define_properties(env, exports, 3, functions) == napi_ok;
}
