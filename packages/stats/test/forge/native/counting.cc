/* counting.cc: two tables of fastmath that count their calls and pass them to the real table. */
#include <fastmath/fastmath_node.h>
#include <algorithm>
#include <cstdio>
#include <iterator>
#include <napi.h>

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace {

/* The real table; and for each counting table, how often each of its functions was called. */
const fastmath_api *real = nullptr;
constexpr size_t functions = std::size(fastmath_entries);
uint32_t calls[2][functions];
/* Whether select and rank fail as if there was not enough memory. */
bool no_memory = false;

/* The index of a function in the table. */
enum Function {
  SUM,
  DOT,
  MIN_MAX,
  MOMENTS,
  COMOMENTS,
  AXPY,
  SCALE,
  SORT = FASTMATH_AT_sort - FASTMATH_AT_sum,
  SELECT,
  RANK,
  SEARCH_SORTED,
  HISTOGRAM,
  DEVIATIONS = FASTMATH_AT_deviations - FASTMATH_AT_sum
};
static_assert(HISTOGRAM == FASTMATH_AT_histogram - FASTMATH_AT_sum, "in the order of the table");

template <int table> double Sum(const double *x, size_t n) {
  calls[table][SUM]++;
  return real->sum(x, n);
}

template <int table> double Dot(const double *x, const double *y, size_t n) {
  calls[table][DOT]++;
  return real->dot(x, y, n);
}

template <int table> void MinMax(const double *x, size_t n, double *min, double *max) {
  calls[table][MIN_MAX]++;
  real->min_max(x, n, min, max);
}

template <int table> void Moments(const double *x, size_t n, fastmath_moments *out) {
  calls[table][MOMENTS]++;
  real->moments(x, n, out);
}

template <int table>
void Comoments(const double *x, const double *y, size_t n, fastmath_comoments *out) {
  calls[table][COMOMENTS]++;
  real->comoments(x, y, n, out);
}

template <int table> void Axpy(double a, const double *x, double *y, size_t n) {
  calls[table][AXPY]++;
  real->axpy(a, x, y, n);
}

template <int table> void Scale(double a, double *x, size_t n) {
  calls[table][SCALE]++;
  real->scale(a, x, n);
}

template <int table> void Sort(double *x, size_t n) {
  calls[table][SORT]++;
  real->sort(x, n);
}

template <int table>
bool Select(const double *x, size_t n, const size_t *k, size_t count, double *out) {
  calls[table][SELECT]++;
  return !no_memory && real->select(x, n, k, count, out);
}

template <int table> bool Rank(const double *x, size_t n, double *out) {
  calls[table][RANK]++;
  return !no_memory && real->rank(x, n, out);
}

template <int table>
void SearchSorted(const double *x, size_t n, const double *values, size_t count, bool right,
                  size_t *out) {
  calls[table][SEARCH_SORTED]++;
  real->search_sorted(x, n, values, count, right, out);
}

template <int table>
size_t Histogram(const double *x, size_t n, double low, double high, size_t bins, size_t *counts) {
  calls[table][HISTOGRAM]++;
  return real->histogram(x, n, low, high, bins, counts);
}

template <int table> void Deviations(const double *x, size_t n, fastmath_deviations *out) {
  calls[table][DEVIATIONS]++;
  real->deviations(x, n, out);
}

fastmath_api tables[2];
static_assert(std::size(tables) == std::size(calls), "one row of counts for each table");

/* Replaces the functions that stats uses by functions that count. */
template <int table> void Count() {
  fastmath_api &counting = tables[table];
  counting = *real;
  counting.variant = "counting";
  counting.sum = Sum<table>;
  counting.dot = Dot<table>;
  counting.min_max = MinMax<table>;
  counting.moments = Moments<table>;
  counting.comoments = Comoments<table>;
  counting.axpy = Axpy<table>;
  counting.scale = Scale<table>;
  counting.sort = Sort<table>;
  counting.select = Select<table>;
  counting.rank = Rank<table>;
  counting.search_sorted = SearchSorted<table>;
  counting.histogram = Histogram<table>;
  counting.deviations = Deviations<table>;
}

/* open(capsule): opens the real table. It must be called before seal(). */
void Open(const Napi::CallbackInfo &info) {
  const fastmath_api *opened = fastmath_open(info.Env(), info[0]);
  if (opened == nullptr) return;
  real = opened;
  Count<0>();
  Count<1>();
}

/* seal(i): seals a counting table. */
Napi::Value Seal(const Napi::CallbackInfo &info) {
  return Napi::Value(info.Env(),
                     fastmath_seal(info.Env(), &tables[info[0].ToNumber().Uint32Value()]));
}

/* take(i): returns the number of calls of each function of a table since the last take(i). */
Napi::Value Take(const Napi::CallbackInfo &info) {
  uint32_t *taken = calls[info[0].ToNumber().Uint32Value()];
  Napi::Object counts = Napi::Object::New(info.Env());
  for (size_t i = 0; i < functions; i++)
    if (taken[i] != 0) counts[fastmath_entries[i].name] = taken[i];
  std::fill_n(taken, functions, 0u);
  return counts;
}

/* fail(on): sets whether select and rank fail from now on. */
void Fail(const Napi::CallbackInfo &info) { no_memory = info[0].ToBoolean(); }

/* limitMemory(on): limits the memory of the process to 8 MB more than now, or removes the limit. */
void LimitMemory(const Napi::CallbackInfo &info) {
#ifdef __linux__
  long pages = 0;
  if (FILE *file = fopen("/proc/self/statm", "r")) {
    if (fscanf(file, "%ld", &pages) != 1) pages = 0;
    fclose(file);
  }
  rlimit limit;
  getrlimit(RLIMIT_AS, &limit);
  const rlim_t now = static_cast<rlim_t>(pages) * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
  limit.rlim_cur = info[0].ToBoolean() ? now + (8u << 20) : limit.rlim_max;
  setrlimit(RLIMIT_AS, &limit);
#else
  throw Napi::Error::New(info.Env(), "expected Linux");
#endif
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports["open"] = Napi::Function::New<Open>(env);
  exports["seal"] = Napi::Function::New<Seal>(env);
  exports["take"] = Napi::Function::New<Take>(env);
  exports["fail"] = Napi::Function::New<Fail>(env);
  exports["limitMemory"] = Napi::Function::New<LimitMemory>(env);
  return exports;
}

} // namespace

NODE_API_MODULE(counting, Init)
