/* kernels.cc: calls one kernel of fastmath's table many times from C, as a consumer would. */
#include "../properties.h"
#include "read_limit.h"

#include <cstring>
#include <fastmath/fastmath_node.h>
#include <napi.h>
#include <string>
#include <vector>

namespace {

/* The arguments of a kernel. Outputs do not overlap inputs. */
struct Vectors {
  const double *x;
  const double *y;
  double *out;
  const float *floats; /* the input of widen_f32 */
  const double *ascending;
  size_t *indices; /* has n elements, or BINS if that is more */
  size_t n;
};
enum { BINS = 256 };

using Math = const fastmath_api *;
using In = const Vectors &;

struct Kernel {
  const char *name;
  int bytes; /* how many bytes are read and written for each element */
  void (*call)(Math, In);
};

volatile double sink;

const Kernel kernels[] = {
    {"sum", 8, [](Math math, In v) { sink = math->sum(v.x, v.n); }},
    {"dot", 16, [](Math math, In v) { sink = math->dot(v.x, v.y, v.n); }},
    {"min_max", 8,
     [](Math math, In v) {
       double min, max;
       math->min_max(v.x, v.n, &min, &max);
       sink = min + max;
     }},
    {"moments", 8,
     [](Math math, In v) {
       fastmath_moments moments;
       math->moments(v.x, v.n, &moments);
       sink = moments.m4;
     }},
    {"deviations", 8,
     [](Math math, In v) {
       fastmath_deviations deviations;
       math->deviations(v.x, v.n, &deviations);
       sink = deviations.m2;
     }},
    {"comoments", 16,
     [](Math math, In v) {
       fastmath_comoments comoments;
       math->comoments(v.x, v.y, v.n, &comoments);
       sink = comoments.mxy;
     }},
    /* The factors 0 and 1 keep the values as they are, however many calls there are. */
    {"axpy", 24, [](Math math, In v) { math->axpy(0, v.x, v.out, v.n); }},
    {"scale", 16, [](Math math, In v) { math->scale(1, v.out, v.n); }},
    {"sum_exact", 8, [](Math math, In v) { sink = math->sum_exact(v.x, v.n); }},
    {"arg_min_max", 8,
     [](Math math, In v) {
       size_t min, max;
       math->arg_min_max(v.x, v.n, &min, &max);
       sink = static_cast<double>(min + max);
     }},
    {"add", 24, [](Math math, In v) { math->add(v.x, v.y, v.out, v.n); }},
    {"subtract", 24, [](Math math, In v) { math->subtract(v.x, v.y, v.out, v.n); }},
    {"multiply", 24, [](Math math, In v) { math->multiply(v.x, v.y, v.out, v.n); }},
    {"divide", 24, [](Math math, In v) { math->divide(v.x, v.y, v.out, v.n); }},
    {"abs", 16, [](Math math, In v) { math->abs(v.x, v.out, v.n); }},
    {"sqrt", 16, [](Math math, In v) { math->sqrt(v.x, v.out, v.n); }},
    {"cumsum", 16, [](Math math, In v) { math->cumsum(v.x, v.out, v.n); }},
    {"widen_f32", 12, [](Math math, In v) { math->widen_f32(v.floats, v.out, v.n); }},
    {"moments_weighted", 16,
     [](Math math, In v) {
       fastmath_weighted_moments moments;
       math->moments_weighted(v.x, v.y, v.n, &moments);
       sink = moments.m2;
     }},
    /* Sorts a new copy in each call: sorted values sort faster. */
    {"sort", 16,
     [](Math math, In v) {
       memcpy(v.out, v.x, v.n * sizeof(double));
       math->sort(v.out, v.n);
     }},
    {"select", 8,
     [](Math math, In v) {
       const size_t middle = v.n / 2;
       math->select(v.x, v.n, &middle, 1, v.out);
     }},
    {"rank", 16, [](Math math, In v) { math->rank(v.x, v.n, v.out); }},
    {"search_sorted", 16,
     [](Math math, In v) { math->search_sorted(v.ascending, v.n, v.x, v.n, false, v.indices); }},
    {"histogram", 8, [](Math math, In v) {
       sink = static_cast<double>(math->histogram(v.x, v.n, 1, 2, BINS, v.indices));
     }}};

const Kernel read_limit = {"read", 8, [](Math, In v) { sink = read_all(v.x, v.n); }};

enum { LONGEST = 1 << 26 };

struct Addon {
  const fastmath_api *math;
  std::vector<double> x, y, out, ascending;
  std::vector<float> floats;
  std::vector<size_t> indices;
};

/* Returns the next number in [1, 2) of a linear congruential generator. The benchmark of sort needs
   unordered, distinct values. */
double Next(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return 1 + static_cast<double>(*state >> 12) * 0x1p-52;
}

/* Fills the arguments, so that all of their memory is touched before anything is timed. */
void Fill(const fastmath_api *math, Addon *addon, size_t n) {
  uint64_t state = addon->y.size() + 1879;
  while (addon->y.size() < n) {
    addon->y.push_back(Next(&state));
    addon->out.push_back(1);
    addon->floats.push_back(static_cast<float>(addon->y.back()));
    addon->indices.push_back(0);
  }
  if (addon->indices.size() < BINS) addon->indices.resize(BINS);
  addon->ascending.assign(addon->x.begin(), addon->x.begin() + static_cast<ptrdiff_t>(n));
  math->sort(addon->ascending.data(), n);
}

const Kernel *Find(const std::string &name) {
  for (const Kernel &kernel : kernels)
    if (name == kernel.name) return &kernel;
  return name == read_limit.name ? &read_limit : nullptr;
}

/* run(kernel, n, count): calls the kernel `count` times. */
void Run(const Napi::CallbackInfo &info) {
  auto &addon = *static_cast<Addon *>(info.Data());
  const Kernel *found = nullptr;
  int64_t length = 0, count = 0;
  if (info[0].IsString() && info[1].IsNumber() && info[2].IsNumber()) {
    found = Find(info[0].As<Napi::String>());
    length = info[1].As<Napi::Number>().Int64Value();
    count = info[2].As<Napi::Number>().Int64Value();
  }
  if (found == nullptr || length < 1 || length > LONGEST)
    throw Napi::TypeError::New(info.Env(), "expected a kernel, 1 to 2^26 values, and a count");
  const auto n = static_cast<size_t>(length);
  uint64_t state = addon.x.size() + 1;
  while (addon.x.size() < n) addon.x.push_back(Next(&state));
  if (found != &read_limit && addon.ascending.size() != n) Fill(addon.math, &addon, n);
  const Vectors v = {addon.x.data(),
                     addon.y.data(),
                     addon.out.data(),
                     addon.floats.data(),
                     addon.ascending.data(),
                     addon.indices.data(),
                     n};
  /* The pointer is volatile, so that no call is hoisted or removed. */
  void (*volatile call)(Math, In) = found->call;
  for (int64_t i = 0; i < count; i++) call(addon.math, v);
}

/* open(capsule): returns run(). */
Napi::Value Open(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  const fastmath_api *math = fastmath_open(env, info[0]);
  if (math == nullptr) return {};
  auto *addon = new Addon{math, {}, {}, {}, {}, {}, {}};
  const auto run = Napi::Function::New<Run>(env, "run", addon);
  run.AddFinalizer([](Napi::BasicEnv, Addon *ended) { delete ended; }, addon);
  return run;
}

/* Exports { open, bytes }. `bytes` has the number of bytes per element for each kernel. */
Napi::Object Init(Napi::Env env, Napi::Object exports) {
  const auto bytes = Napi::Object::New(env);
  for (const Kernel &kernel : kernels)
    bytes.DefineProperty(Napi::PropertyDescriptor::Value(
        kernel.name, Napi::Number::New(env, kernel.bytes), napi_enumerable));
  Export(env, exports,
         {Value("open", Napi::Function::New<Open>(env, "open")), Value("bytes", bytes)});
  return exports;
}

} // namespace

NODE_API_MODULE(kernels, Init)
