/* consumer.cc: calls the same three functions many times, in each of the ways that are compared.
   The caller measures the time. */
#include "../properties.h"
#include "loops.h"

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

enum { LONGEST = 512 };

struct Addon {
  const benchmarks_api *bench;
  callees by_name; /* the addresses that dlsym returned */
  Napi::FunctionReference empty, add, dot;
  double x[LONGEST], y[LONGEST];
  Napi::Reference<Napi::Float64Array> x_array, y_array;
};

template <typename Function> Function *Symbol(const std::string &file, const char *name) {
  Function *function = nullptr;
#ifdef _WIN32
  const HMODULE image = LoadLibraryA(file.c_str());
  const FARPROC address = image == nullptr ? nullptr : GetProcAddress(image, name);
#else
  void *const image = dlopen(file.c_str(), RTLD_LAZY);
  void *const address = image == nullptr ? nullptr : dlsym(image, name);
#endif
  memcpy(&function, &address, sizeof(function));
  return function;
}

/* Makes the cheapest possible calls through JavaScript: with a cached function, the fewest
   conversions, and one handle scope for every hundred calls. */
double ThroughJavaScript(napi_env env, const std::string &function, Addon &addon,
                         const workload &work) {
  napi_value self, callee, argument[2], result;
  double value = 0;
  napi_get_undefined(env, &self);
  const bool is_dot = function == "dot", is_add = function == "add";
  callee = is_dot ? addon.dot.Value() : is_add ? addon.add.Value() : addon.empty.Value();
  if (is_dot) {
    const auto slice = [&](const Napi::Float64Array &array) -> napi_value {
      return Napi::Float64Array::New(array.Env(), work.n, array.ArrayBuffer(), 0);
    };
    argument[0] = slice(addon.x_array.Value());
    argument[1] = slice(addon.y_array.Value());
  }
  for (int64_t done = 0; done < work.count; done += 100) {
    const Napi::HandleScope scope(env);
    for (int64_t i = done; i < work.count && i < done + 100; i++) {
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

/* Returns the loop for "empty", "add" or "dot". */
template <typename Loop>
Loop *Pick(const std::string &function, Loop *empty, Loop *add, Loop *dot) {
  return function == "dot" ? dot : function == "add" ? add : empty;
}

/* run(way, function, n, count): makes the calls, and returns the last result. */
Napi::Value Run(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  auto &addon = *static_cast<Addon *>(info.Data());
  if (!info[0].IsString() || !info[1].IsString() || !info[2].IsNumber() || !info[3].IsNumber())
    throw Napi::TypeError::New(env, "expected a way, a function, n and a count");
  const std::string way = info[0].As<Napi::String>(), function = info[1].As<Napi::String>();
  if (function != "empty" && function != "add" && function != "dot")
    throw Napi::TypeError::New(env, "expected a function: empty, add or dot");
  const workload work = {addon.x, addon.y, info[2].As<Napi::Number>().Uint32Value(),
                         info[3].As<Napi::Number>().Int64Value()};
  if (work.n > LONGEST || work.n % 8 != 0)
    throw Napi::RangeError::New(env, "expected n to be 8, 16, ... 512");

  const auto by_pointer = Pick(function, pointer_empty, pointer_add, pointer_dot);
  double value = 0;
  if (way == "inlined") value = Pick(function, inlined_empty, inlined_add, inlined_dot)(&work);
  else if (way == "direct") value = Pick(function, direct_empty, direct_add, direct_dot)(&work);
  else if (way == "pointer") value = by_pointer(&local_callees, &work);
  else if (way == "capsule")
    value = Pick(function, capsule_empty, capsule_add, capsule_dot)(addon.bench, &work);
  else if (way == "dlsym") value = by_pointer(&addon.by_name, &work);
  else if (way == "through-js") value = ThroughJavaScript(env, function, addon, work);
  else throw Napi::TypeError::New(env, "expected a way of calling");
  return Napi::Number::New(env, value);
}

/* open(capsule, file, empty, add, dot): opens the producer's capsule and its binary, keeps its
   functions for calls through JavaScript, and returns run(). */
Napi::Value Open(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  if (!info[1].IsString() || !info[2].IsFunction() || !info[3].IsFunction() ||
      !info[4].IsFunction())
    throw Napi::TypeError::New(env, "expected a capsule, a file and three functions");
  const std::string file = info[1].As<Napi::String>();

  const benchmarks_api *bench = benchmarks_open(env, info[0]);
  if (bench == nullptr) return {};

  auto *addon = new Addon();
  addon->bench = bench;
  addon->by_name = {Symbol<benchmarks_empty_fn>(file, "benchmarks_empty"),
                    Symbol<benchmarks_add_fn>(file, "benchmarks_add"),
                    Symbol<benchmarks_dot_fn>(file, "benchmarks_dot")};
  if (addon->by_name.empty == nullptr || addon->by_name.add == nullptr ||
      addon->by_name.dot == nullptr) {
    delete addon;
    throw Napi::Error::New(env, "expected the producer's functions in " + file + ", found none");
  }
  addon->empty = Napi::Persistent(info[2].As<Napi::Function>());
  addon->add = Napi::Persistent(info[3].As<Napi::Function>());
  addon->dot = Napi::Persistent(info[4].As<Napi::Function>());
  auto x = Napi::Float64Array::New(env, LONGEST), y = Napi::Float64Array::New(env, LONGEST);
  for (size_t i = 0; i < LONGEST; i++) {
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
  Export(env, exports, {Value("open", Napi::Function::New<Open>(env, "open"))});
  return exports;
}

} // namespace

NODE_API_MODULE(consumer, Init)
