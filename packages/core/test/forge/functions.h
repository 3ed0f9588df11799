/* functions.h: seals, opens and calls single functions. */
#ifndef FORGE_FUNCTIONS_H
#define FORGE_FUNCTIONS_H

#include "static_storage.h"

#include <capsule/capsule_function.h>
#include <mutex>
#include <thread>
#include <vector>

namespace {

using Plain = double (*)(double);
using WithContext = double (*)(double, void *);

std::mutex destroyed_lock;
std::vector<double> destroyed_contexts;

/* Records the destruction of a context, on any thread. */
void DestroyContext(void *, void *context) {
  const std::lock_guard<std::mutex> lock(destroyed_lock);
  destroyed_contexts.push_back(*static_cast<double *>(context));
  delete static_cast<double *>(context);
}

double Twice(double x) { return 2 * x; }
double Times(double x, void *context) { return *static_cast<double *>(context) * x; }

/* sealFunction(name, signature, which, { context, heapDestructor }) */
Napi::Value SealFunction(const Napi::CallbackInfo &info) {
  static std::vector<char> heap(64);
  std::string name = Text(info[0]), signature = Text(info[1]);
  const std::string which = Text(info[2]);
  const Napi::Object options = Options(info, 3);
  capsule_function function = nullptr;
  if (which == "twice") function = reinterpret_cast<capsule_function>(Twice);
  if (which == "times") function = reinterpret_cast<capsule_function>(Times);
  void *address = heap.data();
  if (which == "heap") memcpy(&function, &address, sizeof(function));
  void (*destructor)(void *, void *) = DestroyContext;
  if (options.Has("heapDestructor")) memcpy(&destructor, &address, sizeof(destructor));
  auto *context = options.Has("context") ? new double(options.Get("context").ToNumber()) : nullptr;
  if (context == nullptr && !options.Has("heapDestructor")) destructor = nullptr;
  const napi_value value = capsule_seal_function(info.Env(), name.c_str(),
                                                 info[1].IsNull() ? nullptr : signature.c_str(),
                                                 function, context, destructor);
  if (value == nullptr) delete context;
  Overwrite(name);
  Overwrite(signature);
  return Napi::Value(info.Env(), value);
}

double Larger(double a, double b) { return a > b ? a : b; }
double Sum(const double *x, size_t n) { return n == 0 ? 0 : x[0] + Sum(x + 1, n - 1); }

/* sealScalars(): a table of functions of numbers, and others. */
Napi::Value SealScalars(const Napi::CallbackInfo &info) {
  static const capsule_entry entries[] = {{"twice", "f64(f64)", 0, 0},
                                          {"times", "f64(f64,*void)", 0, 0},
                                          {"larger", "f64(f64,f64)", 0, 0},
                                          {"sum", "f64(*f64,usize)", 0, 0},
                                          {"old", "f64(f64)", 0, CAPSULE_RETIRED},
                                          {"apply", "f64((f64(f64)))", 0, 0},
                                          {"handle", "f64(f64,*<counter>)", 0, 0},
                                          {"into", "f64(f64,**void)", 0, 0},
                                          {"log", "void(f64)", 0, 0}};
  static const capsule_contract contract = CAPSULE_CONTRACT("@forge/scalars", 1, 0, entries);
  static const struct {
    size_t size;
    const char *variant;
    Plain twice;
    WithContext times;
    double (*larger)(double, double);
    double (*sum)(const double *, size_t);
    Plain old, others[4];
  } table = {sizeof(table), nullptr, Twice,   Times,
             Larger,        Sum,     nullptr, {Twice, Twice, Twice, Twice}};
  return Napi::Value(info.Env(), capsule_seal_table(info.Env(), &contract, &table));
}

/* An opened function. */
struct Opened {
  capsule_envelope *envelope = nullptr;
  size_t which = 0;

  double Call(double x) const {
    const capsule_function function = capsule_function_of(envelope);
    return which == 0 ? reinterpret_cast<Plain>(function)(x)
                      : reinterpret_cast<WithContext>(function)(x, envelope->context);
  }
};

constexpr const char *signatures[] = {"f64(f64)", "f64(f64,*void)"};

Opened OpenAny(napi_env env, napi_value value) {
  Opened opened;
  opened.envelope = capsule_open_function(env, value, nullptr, signatures, 2, &opened.which);
  return opened;
}

/* The context of a function that calls two others, which it holds. */
struct Composed {
  Opened first, second;
};

double CallComposed(double x, void *context) {
  const auto *composed = static_cast<Composed *>(context);
  return composed->second.Call(composed->first.Call(x));
}

void DestroyComposed(void *, void *context) {
  auto *composed = static_cast<Composed *>(context);
  capsule_release(composed->first.envelope);
  capsule_release(composed->second.envelope);
  delete composed;
}

/* sealComposed(first, second): a function that returns second(first(x)). */
Napi::Value SealComposed(const Napi::CallbackInfo &info) {
  auto *composed = new Composed{OpenAny(info.Env(), info[0]), OpenAny(info.Env(), info[1])};
  if (composed->first.envelope == nullptr || composed->second.envelope == nullptr) abort();
  return Napi::Value(info.Env(),
                     capsule_seal_function(info.Env(), "@forge/composed", "f64(f64,*void)",
                                           reinterpret_cast<capsule_function>(CallComposed),
                                           composed, DestroyComposed));
}

/* The context of a function that opens and calls its own capsule, on the JavaScript thread. */
struct Recursive {
  Napi::ObjectReference capsule;
};

double CallRecursive(double n, void *context) {
  const auto *self = static_cast<Recursive *>(context);
  if (n <= 0) return 0;
  const Napi::HandleScope scope(self->capsule.Env());
  const Opened again = OpenAny(self->capsule.Env(), self->capsule.Value());
  if (again.envelope == nullptr) abort();
  const double rest = again.Call(n - 1);
  capsule_release(again.envelope);
  return n + rest;
}

/* sealRecursive(): { capsule, end() } */
Napi::Value SealRecursive(const Napi::CallbackInfo &info) {
  auto *self = new Recursive;
  const Napi::Value capsule(info.Env(),
                            capsule_seal_function(info.Env(), "@forge/descending", "f64(f64,*void)",
                                                  reinterpret_cast<capsule_function>(CallRecursive),
                                                  self, nullptr));
  self->capsule = Napi::Persistent(capsule.As<Napi::Object>());
  Napi::Object result = Napi::Object::New(info.Env());
  result["capsule"] = capsule;
  result["end"] =
      Napi::Function::New(info.Env(), [self](const Napi::CallbackInfo &) { delete self; });
  return result;
}

std::vector<Opened> functions;

/* openFunction(value, name, signatures): { hold, which } */
Napi::Value OpenFunction(const Napi::CallbackInfo &info) {
  const auto list = info[2].As<Napi::Array>();
  const std::string name = Text(info[1]);
  std::vector<std::string> texts;
  std::vector<const char *> accepted;
  for (uint32_t i = 0; i < list.Length(); i++) texts.push_back(Text(list.Get(i)));
  for (const std::string &text : texts) accepted.push_back(text.c_str());
  size_t which = 0;
  Opened opened;
  opened.envelope =
      capsule_open_function(info.Env(), info[0], info[1].IsNull() ? nullptr : name.c_str(),
                            accepted.data(), accepted.size(), &which);
  if (opened.envelope == nullptr) return {};
  opened.which = accepted[which] == std::string(signatures[1]) ? 1 : 0;
  functions.push_back(opened);
  Napi::Object result = Napi::Object::New(info.Env());
  result["hold"] = static_cast<double>(functions.size() - 1);
  result["which"] = static_cast<double>(which);
  return result;
}

Opened &FunctionOf(const Napi::CallbackInfo &info) {
  return functions.at(info[0].ToNumber().Uint32Value());
}

Napi::Value CallFunction(const Napi::CallbackInfo &info) {
  return Napi::Number::New(info.Env(), FunctionOf(info).Call(info[1].ToNumber()));
}

/* callOnThreads(hold, threads, calls): the sum of all results. */
Napi::Value CallOnThreads(const Napi::CallbackInfo &info) {
  const Opened opened = FunctionOf(info);
  const uint32_t count = info[1].ToNumber(), calls = info[2].ToNumber();
  std::vector<double> sums(count);
  std::vector<std::thread> threads;
  for (double &sum : sums)
    threads.emplace_back([&sum, calls, opened] {
      for (uint32_t i = 0; i < calls; i++) {
        capsule_hold(opened.envelope);
        sum += opened.Call(1);
        capsule_release(opened.envelope);
      }
    });
  double total = 0;
  for (uint32_t i = 0; i < count; i++) {
    threads[i].join();
    total += sums[i];
  }
  return Napi::Number::New(info.Env(), total);
}

void ReleaseFunction(const Napi::CallbackInfo &info) {
  capsule_release(FunctionOf(info).envelope);
  FunctionOf(info).envelope = nullptr;
}

Napi::Value DestroyedContexts(const Napi::CallbackInfo &info) {
  const std::lock_guard<std::mutex> lock(destroyed_lock);
  Napi::Array list = Napi::Array::New(info.Env());
  for (double context : destroyed_contexts) list[list.Length()] = context;
  destroyed_contexts.clear();
  return list;
}

void ExportFunctions(Napi::Object exports) {
  const Napi::Env env = exports.Env();
  exports["sealFunction"] = Napi::Function::New<SealFunction>(env);
  exports["sealScalars"] = Napi::Function::New<SealScalars>(env);
  exports["sealComposed"] = Napi::Function::New<SealComposed>(env);
  exports["sealRecursive"] = Napi::Function::New<SealRecursive>(env);
  exports["openFunction"] = Napi::Function::New<OpenFunction>(env);
  exports["callFunction"] = Napi::Function::New<CallFunction>(env);
  exports["callOnThreads"] = Napi::Function::New<CallOnThreads>(env);
  exports["releaseFunction"] = Napi::Function::New<ReleaseFunction>(env);
  exports["destroyedContexts"] = Napi::Function::New<DestroyedContexts>(env);
}

} // namespace

#endif
