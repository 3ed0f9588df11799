/* kernels.cc: calls one kernel of fastmath's table many times over, from C, as a consumer would. */
#include "define.h"
#include "read_limit.h"

#include <fastmath/fastmath_node.h>
#include <napi.h>
#include <string>
#include <vector>

namespace {

/* What a kernel is called with. Outputs are apart from inputs. */
struct Vectors {
  const double *x;
  const double *y;
  double *out;
  size_t n;
};

/* One call. Pointers are volatile in the loop below, so that no call is hoisted or left out. */
typedef void Kernel(const fastmath_api *math, const Vectors &of);

volatile double sink;

void Sum(const fastmath_api *math, const Vectors &of) { sink = math->sum(of.x, of.n); }
void Dot(const fastmath_api *math, const Vectors &of) { sink = math->dot(of.x, of.y, of.n); }
void MinMax(const fastmath_api *math, const Vectors &of) {
  double min, max;
  math->min_max(of.x, of.n, &min, &max);
  sink = min + max;
}
void Moments(const fastmath_api *math, const Vectors &of) {
  fastmath_moments moments;
  math->moments(of.x, of.n, &moments);
  sink = moments.m4;
}
void Comoments(const fastmath_api *math, const Vectors &of) {
  fastmath_comoments comoments;
  math->comoments(of.x, of.y, of.n, &comoments);
  sink = comoments.mxy;
}
/* The factors keep the numbers as they are, however often. */
void Axpy(const fastmath_api *math, const Vectors &of) { math->axpy(0, of.x, of.out, of.n); }
void Scale(const fastmath_api *math, const Vectors &of) { math->scale(1, of.out, of.n); }
void SumExact(const fastmath_api *math, const Vectors &of) { sink = math->sum_exact(of.x, of.n); }
void ArgMinMax(const fastmath_api *math, const Vectors &of) {
  size_t min, max;
  math->arg_min_max(of.x, of.n, &min, &max);
  sink = static_cast<double>(min + max);
}
void Add(const fastmath_api *math, const Vectors &of) { math->add(of.x, of.y, of.out, of.n); }
void Cumsum(const fastmath_api *math, const Vectors &of) { math->cumsum(of.x, of.out, of.n); }
void ReadLimit(const fastmath_api *, const Vectors &of) { sink = read_all(of.x, of.n); }

struct Named {
  const char *name;
  Kernel *kernel;
};
const Named kernels[] = {{"sum", Sum},
                         {"dot", Dot},
                         {"min_max", MinMax},
                         {"moments", Moments},
                         {"comoments", Comoments},
                         {"axpy", Axpy},
                         {"scale", Scale},
                         {"sum_exact", SumExact},
                         {"arg_min_max", ArgMinMax},
                         {"add", Add},
                         {"cumsum", Cumsum},
                         {"read", ReadLimit}};

enum { LONGEST = 1 << 26 };

struct Addon {
  const fastmath_api *math;
  std::vector<double> x, y, out;
};

/* run(kernel, n, count): calls it that many times. */
void Run(const Napi::CallbackInfo &info) {
  auto &addon = *static_cast<Addon *>(info.Data());
  const Named *found = nullptr;
  int64_t length = 0, count = 0;
  if (info[0].IsString() && info[1].IsNumber() && info[2].IsNumber()) {
    const std::string name = info[0].As<Napi::String>();
    for (const Named &each : kernels)
      if (name == each.name) found = &each;
    length = info[1].As<Napi::Number>().Int64Value();
    count = info[2].As<Napi::Number>().Int64Value();
  }
  if (found == nullptr || length < 1 || length > LONGEST)
    throw Napi::TypeError::New(info.Env(), "expected a kernel, 1 to 2^26 values, and a count");
  const auto n = static_cast<size_t>(length);
  /* Same values for every kernel; touched before anything is timed. */
  const bool reads = found->kernel == ReadLimit;
  for (std::vector<double> *vector : {&addon.x, &addon.y, &addon.out})
    for (size_t i = vector->size(); i < n && (vector == &addon.x || !reads); i++)
      vector->push_back(1 + static_cast<double>(i % 7) / 8);
  const Vectors of = {addon.x.data(), addon.y.data(), addon.out.data(), n};
  Kernel *volatile kernel = found->kernel;
  for (int64_t i = 0; i < count; i++) kernel(addon.math, of);
}

/* open(capsule): gives run(). */
Napi::Value Open(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  const fastmath_api *math = fastmath_open(env, info[0]);
  if (math == nullptr) return {};
  auto *addon = new Addon{math, {}, {}, {}};
  const auto run = Napi::Function::New<Run>(env, "run", addon);
  run.AddFinalizer([](Napi::BasicEnv, Addon *ended) { delete ended; }, addon);
  return run;
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  Define(exports, "open", Napi::Function::New<Open>(env, "open"));
  return exports;
}

} // namespace

NODE_API_MODULE(kernels, Init)
