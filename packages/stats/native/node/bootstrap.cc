/* bootstrap.cc: the JavaScript function bootstrap. It draws from a generator of any package, calls
   the kernels of fastmath, and, if it is passed one, a C function of any addon. The promise of it
   consists of many short calls of resample() and jackknife(). */
#include "../statistics/bootstrap.h"

#include "arguments.h"
#include "call.h"

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

/* Reads the index of a statistic, x and ddof. */
bool ReadTask(napi_env env, const napi_value *argument, Sample *x, stats_bootstrap *task) {
  double index = 0;
  if (!ReadNumber(env, argument[0], &index) || !ReadSample(env, argument[1], 1, true, x) ||
      !ReadNumber(env, argument[2], &task->ddof))
    return false;
  if (!(index >= 0 && index < 4)) return Reject(env, "expected the index of a statistic");
  task->statistic = named[static_cast<size_t>(index)];
  return true;
}

napi_value FinishTask(napi_env env, bool done, size_t n) {
  return done ? Undefined(env) : ThrowOutOfMemory(env, "bootstrap(values, statistic)", n);
}

/* resample(statistic, x, ddof, generator, out): fills `out` with the statistics of as many
   resamples. Nothing else may use the generator meanwhile. */
struct Resample {
  ~Resample() { capsule_release(generator); }

  bool Read(napi_env env, const napi_value *argument) {
    if (!ReadTask(env, argument, &x, &task)) return false;
    generator = bitgen_open(env, argument[3]);
    if (generator == nullptr) return false;
    task.generator = bitgen_of(generator);
    return ReadSample(env, argument[4], 0, false, &out);
  }

  void Run(const fastmath_api *math) {
    task.math = math;
    done = stats_resample(&task, x.data, x.n, out.data, out.n);
  }

  napi_value Finish(napi_env env) const { return FinishTask(env, done, x.n); }

private:
  Sample x, out;
  stats_bootstrap task = {};
  capsule_envelope *generator = nullptr;
  bool done = false;
};

/* jackknife(statistic, x, ddof, first, out): fills `out` with the statistics of x without the value
   `first`, without the next, and so on. */
struct Jackknife {
  bool Read(napi_env env, const napi_value *argument) {
    return ReadTask(env, argument, &x, &task) && ReadLag(env, argument[3], x.n, &first) &&
           ReadSample(env, argument[4], 0, false, &out) &&
           (out.n <= x.n - first || Reject(env, "expected a shorter array of results"));
  }

  void Run(const fastmath_api *math) {
    task.math = math;
    done = stats_jackknife(&task, x.data, x.n, first, out.data, out.n);
  }

  napi_value Finish(napi_env env) const { return FinishTask(env, done, x.n); }

private:
  Sample x, out;
  stats_bootstrap task = {};
  size_t first = 0;
  bool done = false;
};

/* adjust(observed, resamples, jackknife, out): fills `out` with a stats_adjustment. */
struct Adjust {
  bool Read(napi_env env, const napi_value *argument) {
    return ReadNumber(env, argument[0], &observed) &&
           ReadSample(env, argument[1], 0, false, &resamples) &&
           ReadSample(env, argument[2], 0, false, &jackknife) &&
           ReadSample(env, argument[3], sizeof(stats_adjustment) / sizeof(double), false, &out);
  }

  void Run(const fastmath_api *) {
    const stats_adjustment found =
        stats_adjust(observed, resamples.data, resamples.n, jackknife.data, jackknife.n);
    memcpy(out.data, &found, sizeof(found));
  }

  napi_value Finish(napi_env env) const { return Undefined(env); }

private:
  double observed = 0;
  Sample resamples, jackknife, out;
};

} // namespace

bool DefineBootstrap(napi_env env, napi_value exports) {
  const napi_property_descriptor functions[] = {Property<Bootstrap>("bootstrap"),
                                                Property<Now::Call<Adjust>>("adjust")};
  return napi_define_properties(env, exports, 2, functions) == napi_ok;
}

bool DefineResampling(napi_env env, napi_value statistics, const fastmath_api *math) {
  const napi_property_descriptor functions[] = {Property<Later::Call<Resample>>("resample", math),
                                                Property<Later::Call<Jackknife>>("jackknife", math),
                                                Property<Later::Call<Adjust>>("adjust", math)};
  return napi_define_properties(env, statistics, 3, functions) == napi_ok;
}
