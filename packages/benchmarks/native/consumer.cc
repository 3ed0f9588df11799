/* consumer.cc: calls the same three functions by every way there is, many times, and is timed from
   outside.

   Pointers are volatile: each call loads the pointer anew, so that no compiler hoists it out of
   the loop, resolves it or inlines what is behind it. Results feed the next call, so that no call
   can be left out. */
#include "bodies.h"
#include "local.h"

#include <benchmarks/benchmarks_node.h>
#include <cstring>
#include <napi.h>
#include <string>

#ifdef _WIN32
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace {

/* How the three functions are reached, as pointers of this image or of the producer's. */
struct Pointers {
  void (*empty)();
  double (*add)(double, double);
  double (*dot)(const double *, const double *, size_t);
};

struct Addon {
  const benchmarks_api *bench;
  Pointers by_name; /* found by dlsym */
  Napi::FunctionReference empty, add, dot;
  double x[512], y[512];
  Napi::Reference<Napi::Float64Array> x_array, y_array;
};

template <typename Function> Function Symbol(const std::string &file, const char *name) {
  Function function = nullptr;
#ifdef _WIN32
  const FARPROC address = GetProcAddress(LoadLibraryA(file.c_str()), name);
#else
  void *const address = dlsym(dlopen(file.c_str(), RTLD_LAZY), name);
#endif
  memcpy(&function, &address, sizeof(function));
  return function;
}

template <typename Call> double Repeat(int64_t count, Call call) {
  double value = 0;
  for (int64_t i = 0; i < count; i++) value = call(value);
  return value;
}

/* The loops of one way, for a function and a length: what `run` is asked for. */
double ByPointers(const Pointers &pointers, const std::string &function, const Addon &addon,
                  size_t n, int64_t count) {
  void (*volatile empty)() = pointers.empty;
  double (*volatile add)(double, double) = pointers.add;
  double (*volatile dot)(const double *, const double *, size_t) = pointers.dot;
  if (function == "empty") return Repeat(count, [&](double value) { return empty(), value; });
  if (function == "add") return Repeat(count, [&](double value) { return add(value, 1); });
  return Repeat(count, [&](double) { return dot(addon.x, addon.y, n); });
}

double ByCapsule(const std::string &function, const Addon &addon, size_t n, int64_t count) {
  const benchmarks_api *volatile table = addon.bench;
  if (function == "empty")
    return Repeat(count, [&](double value) { return table->empty(), value; });
  if (function == "add") return Repeat(count, [&](double value) { return table->add(value, 1); });
  return Repeat(count, [&](double) { return table->dot(addon.x, addon.y, n); });
}

double Directly(const std::string &function, const Addon &addon, size_t n, int64_t count) {
  if (function == "empty") return Repeat(count, [](double value) { return local_empty(), value; });
  if (function == "add") return Repeat(count, [](double value) { return local_add(value, 1); });
  return Repeat(count, [&](double) { return local_dot(addon.x, addon.y, n); });
}

double Inlined(const std::string &function, const Addon &addon, size_t n, int64_t count) {
  volatile double one = 1, kept = 0;
  const double *volatile x = addon.x;
  if (function == "empty") return Repeat(count, [&](double) { return kept = 0; });
  if (function == "add") return Repeat(count, [&](double value) { return add_body(value, one); });
  return Repeat(count, [&](double) { return dot_body(x, addon.y, n); });
}

/* The cheapest way there is through JavaScript: a cached function, the least of conversions, and a
   handle scope for every hundred calls. */
double ThroughJavaScript(napi_env env, const std::string &function, Addon &addon, size_t n,
                         int64_t count) {
  napi_value self, callee, argument[2], result;
  double value = 0;
  napi_get_undefined(env, &self);
  const bool is_dot = function == "dot", is_add = function == "add";
  callee = is_dot ? addon.dot.Value() : is_add ? addon.add.Value() : addon.empty.Value();
  if (is_dot) {
    const auto slice = [n](const Napi::Float64Array &array) -> napi_value {
      return Napi::Float64Array::New(array.Env(), n, array.ArrayBuffer(), 0);
    };
    argument[0] = slice(addon.x_array.Value());
    argument[1] = slice(addon.y_array.Value());
  }
  for (int64_t done = 0; done < count; done += 100) {
    const Napi::HandleScope scope(env);
    for (int64_t i = done; i < count && i < done + 100; i++) {
      if (is_add && (napi_create_double(env, value, &argument[0]) != napi_ok ||
                     napi_create_double(env, 1, &argument[1]) != napi_ok))
        return 0;
      const size_t arguments = is_dot || is_add ? 2 : 0;
      if (napi_call_function(env, self, callee, arguments, argument, &result) != napi_ok) return 0;
      if (arguments > 0 && napi_get_value_double(env, result, &value) != napi_ok) return 0;
    }
  }
  return value;
}

/* run(way, function, n, count): makes the calls, and gives the last result. */
Napi::Value Run(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  auto &addon = *static_cast<Addon *>(info.Data());
  const std::string way = info[0].ToString(), function = info[1].ToString();
  const size_t n = info[2].ToNumber().Uint32Value();
  const int64_t count = info[3].ToNumber().Int64Value();
  if (n > 512 || n % 8 != 0) throw Napi::RangeError::New(env, "expected n to be 8, 16, ... 512");
  const Pointers local = {local_empty, local_add, local_dot};
  double value = 0;
  if (way == "inlined") value = Inlined(function, addon, n, count);
  else if (way == "direct") value = Directly(function, addon, n, count);
  else if (way == "pointer") value = ByPointers(local, function, addon, n, count);
  else if (way == "capsule") value = ByCapsule(function, addon, n, count);
  else if (way == "dlsym") value = ByPointers(addon.by_name, function, addon, n, count);
  else if (way == "through-js") value = ThroughJavaScript(env, function, addon, n, count);
  else throw Napi::TypeError::New(env, "expected a way of calling");
  return Napi::Number::New(env, value);
}

/* open(producer, file): what the producer exports, and where its binary is; gives `run`. */
Napi::Value Open(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  const auto producer = info[0].As<Napi::Object>();
  const std::string file = info[1].ToString();

  const benchmarks_api *bench = benchmarks_open(env, producer.Get("capsule"));
  if (bench == nullptr) return {};

  auto *addon = new Addon();
  addon->bench = bench;
  addon->by_name = {Symbol<void (*)()>(file, "benchmarks_empty"),
                    Symbol<double (*)(double, double)>(file, "benchmarks_add"),
                    Symbol<decltype(Pointers::dot)>(file, "benchmarks_dot")};
  addon->empty = Napi::Persistent(producer.Get("empty").As<Napi::Function>());
  addon->add = Napi::Persistent(producer.Get("add").As<Napi::Function>());
  addon->dot = Napi::Persistent(producer.Get("dot").As<Napi::Function>());
  auto x = Napi::Float64Array::New(env, 512), y = Napi::Float64Array::New(env, 512);
  for (size_t i = 0; i < 512; i++) {
    addon->x[i] = x[i] = static_cast<double>(i % 7);
    addon->y[i] = y[i] = static_cast<double>(i % 5);
  }
  addon->x_array = Napi::Persistent(x);
  addon->y_array = Napi::Persistent(y);
  const auto run = Napi::Function::New<Run>(env, "run", addon);
  run.AddFinalizer([](Napi::BasicEnv, Addon *ended) { delete ended; }, addon);
  return run;
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports["open"] = Napi::Function::New<Open>(env, "open");
  return exports;
}

} // namespace

NODE_API_MODULE(consumer, Init)
