/* kernels.cc: calls one kernel of fastmath's table many times over, from C, as a consumer would. */
#include "../define.h"
#include "read_limit.h"

#include <cstring>
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
  const float *floats; /* x as it was widened from */
  const double *ascending;
  size_t *places; /* n, and BINS at least */
  size_t n;
};
enum { BINS = 256 };

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
void Subtract(const fastmath_api *math, const Vectors &of) {
  math->subtract(of.x, of.y, of.out, of.n);
}
void Multiply(const fastmath_api *math, const Vectors &of) {
  math->multiply(of.x, of.y, of.out, of.n);
}
void Divide(const fastmath_api *math, const Vectors &of) { math->divide(of.x, of.y, of.out, of.n); }
void Abs(const fastmath_api *math, const Vectors &of) { math->abs(of.x, of.out, of.n); }
void Sqrt(const fastmath_api *math, const Vectors &of) { math->sqrt(of.x, of.out, of.n); }
void Cumsum(const fastmath_api *math, const Vectors &of) { math->cumsum(of.x, of.out, of.n); }
void WidenF32(const fastmath_api *math, const Vectors &of) {
  math->widen_f32(of.floats, of.out, of.n);
}
void Deviations(const fastmath_api *math, const Vectors &of) {
  fastmath_deviations deviations;
  math->deviations(of.x, of.n, &deviations);
  sink = deviations.m2;
}
void MomentsWeighted(const fastmath_api *math, const Vectors &of) {
  fastmath_weighted_moments moments;
  math->moments_weighted(of.x, of.y, of.n, &moments);
  sink = moments.m2;
}
/* Of a copy, which is made anew each time: what is sorted sorts faster. */
void Sort(const fastmath_api *math, const Vectors &of) {
  memcpy(of.out, of.x, of.n * sizeof(double));
  math->sort(of.out, of.n);
}
void Select(const fastmath_api *math, const Vectors &of) {
  const size_t middle = of.n / 2;
  math->select(of.x, of.n, &middle, 1, of.out);
}
void Rank(const fastmath_api *math, const Vectors &of) { math->rank(of.x, of.n, of.out); }
void SearchSorted(const fastmath_api *math, const Vectors &of) {
  math->search_sorted(of.ascending, of.n, of.x, of.n, false, of.places);
}
void Histogram(const fastmath_api *math, const Vectors &of) {
  sink = static_cast<double>(math->histogram(of.x, of.n, 1, 2, BINS, of.places));
}
void ReadLimit(const fastmath_api *, const Vectors &of) { sink = read_all(of.x, of.n); }

struct Named {
  const char *name;
  Kernel *kernel;
};
const Named kernels[] = {{"sum", Sum},
                         {"dot", Dot},
                         {"min_max", MinMax},
                         {"moments", Moments},
                         {"deviations", Deviations},
                         {"comoments", Comoments},
                         {"axpy", Axpy},
                         {"scale", Scale},
                         {"sum_exact", SumExact},
                         {"arg_min_max", ArgMinMax},
                         {"add", Add},
                         {"subtract", Subtract},
                         {"multiply", Multiply},
                         {"divide", Divide},
                         {"abs", Abs},
                         {"sqrt", Sqrt},
                         {"cumsum", Cumsum},
                         {"widen_f32", WidenF32},
                         {"moments_weighted", MomentsWeighted},
                         {"sort", Sort},
                         {"select", Select},
                         {"rank", Rank},
                         {"search_sorted", SearchSorted},
                         {"histogram", Histogram},
                         {"read", ReadLimit}};

enum { LONGEST = 1 << 26 };

struct Addon {
  const fastmath_api *math;
  std::vector<double> x, y, out, ascending;
  std::vector<float> floats;
  std::vector<size_t> places;
};

/* 1 + U[0, 1), by a generator of Lehmer: what is ordered must be in no order, and of no few values. */
double Next(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return 1 + static_cast<double>(*state >> 12) * 0x1p-52;
}

/* Fills what a kernel works on, so that all of it was touched before anything is timed. */
void Fill(const fastmath_api *math, Addon *addon, size_t n) {
  uint64_t state = addon->y.size() + 1879;
  while (addon->y.size() < n) {
    addon->y.push_back(Next(&state));
    addon->out.push_back(1);
    addon->floats.push_back(static_cast<float>(addon->y.back()));
    addon->places.push_back(0);
  }
  if (addon->places.size() < BINS) addon->places.resize(BINS);
  addon->ascending.assign(addon->x.begin(), addon->x.begin() + static_cast<ptrdiff_t>(n));
  math->sort(addon->ascending.data(), n);
}

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
  const bool reads = found->kernel == ReadLimit;
  uint64_t state = addon.x.size() + 1;
  while (addon.x.size() < n) addon.x.push_back(Next(&state));
  if (!reads && addon.ascending.size() != n) Fill(addon.math, &addon, n);
  const Vectors of = {addon.x.data(),
                      addon.y.data(),
                      addon.out.data(),
                      addon.floats.data(),
                      addon.ascending.data(),
                      addon.places.data(),
                      n};
  Kernel *volatile kernel = found->kernel;
  for (int64_t i = 0; i < count; i++) kernel(addon.math, of);
}

/* open(capsule): gives run(). */
Napi::Value Open(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  const fastmath_api *math = fastmath_open(env, info[0]);
  if (math == nullptr) return {};
  auto *addon = new Addon{math, {}, {}, {}, {}, {}, {}};
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
