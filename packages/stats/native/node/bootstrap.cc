/* bootstrap.cc: the JavaScript function bootstrap. It draws from a generator of any package, calls
   the kernels of fastmath, and, if it is passed one, a C function of any addon. */
#include "../statistics/bootstrap.h"

#include "arguments.h"
#include "exports.h"
#include "out_of_memory.h"

#include <bitgen/bitgen_node.h>
#include <capsule/capsule_function.h>
#include <fastmath/fastmath_node.h>

namespace {

/* Releases a hold at the end of the call. */
class Held {
public:
  explicit Held(capsule_envelope *envelope) : envelope_(envelope) {}
  ~Held() { capsule_release(envelope_); }
  Held(const Held &) = delete;
  Held &operator=(const Held &) = delete;
  capsule_envelope *get() const { return envelope_; }

private:
  capsule_envelope *envelope_;
};

/* In the order of `statistics` in src/bootstrap.ts. */
stats_statistic *const named[] = {stats_mean, stats_median, stats_variance, stats_std};

/* bootstrap(kernels, generator, statistic, x, ddof, resamples, jackknife): returns the statistic of
   x, fills `resamples` with that of as many resamples, and `jackknife`, unless it is empty, with
   that of x without one value. `statistic` is an index, or a capsule f64(*f64,usize). */
napi_value Bootstrap(napi_env env, napi_callback_info info) {
  static const char *const signatures[] = {"f64(*f64,usize)"};
  size_t count = 7;
  napi_value argument[7], result;
  napi_valuetype type;
  Sample x, resamples, jackknife;
  stats_bootstrap task = {};
  double index = 0;
  if (napi_get_cb_info(env, info, &count, argument, nullptr, nullptr) != napi_ok ||
      napi_typeof(env, argument[2], &type) != napi_ok ||
      !ReadSample(env, argument[3], 1, true, &x) || !ReadNumber(env, argument[4], &task.ddof) ||
      !ReadSample(env, argument[5], 0, false, &resamples) ||
      !ReadSample(env, argument[6], 0, false, &jackknife))
    return nullptr;
  if (type == napi_number && !ReadNumber(env, argument[2], &index)) return nullptr;
  if ((jackknife.n != 0 && jackknife.n != x.n) || !(index >= 0 && index < 4))
    return Reject(env, "expected other arguments"), nullptr;
  task.math = fastmath_open(env, argument[0]);
  if (task.math == nullptr) return nullptr;
  const Held generator(bitgen_open(env, argument[1]));
  if (generator.get() == nullptr) return nullptr;
  task.generator = bitgen_of(generator.get());
  const Held function(type == napi_number ? nullptr
                                          : capsule_open_function(env, argument[2], nullptr,
                                                                  signatures, 1, nullptr));
  if (type == napi_number) {
    task.statistic = named[static_cast<size_t>(index)];
  } else {
    if (function.get() == nullptr) return nullptr;
    task.function = reinterpret_cast<stats_function *>(capsule_function_of(function.get()));
  }
  double observed;
  if (!stats_bootstrap_run(&task, x.data, x.n, &observed, resamples.data, resamples.n,
                           jackknife.n == 0 ? nullptr : jackknife.data))
    return ThrowOutOfMemory(env, "bootstrap(values, statistic)", x.n);
  return napi_create_double(env, observed, &result) == napi_ok ? result : nullptr;
}

} // namespace

bool DefineBootstrap(napi_env env, napi_value exports) {
  const napi_property_descriptor function = Property<Bootstrap>("bootstrap");
  return napi_define_properties(env, exports, 1, &function) == napi_ok;
}
