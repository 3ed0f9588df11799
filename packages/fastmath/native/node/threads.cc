/* threads.cc: JavaScript sets how many threads a call may use. */
#include "../parallel/parallel.h"
#include "arguments.h"
#include "functions.h"

namespace {

size_t ThreadCount(const Napi::CallbackInfo &info, size_t i) {
  const double count = Number(info, i);
  if (!(count >= 1 && count <= double{MAX_THREADS}))
    throw Napi::RangeError::New(info.Env(), "expected a number of threads");
  return static_cast<size_t>(count);
}

/* useThreads(threads, cores): the number that is in effect for the process. */
Napi::Value UseThreads(const Napi::CallbackInfo &info) {
  const size_t threads = ThreadCount(info, 0), cores = ThreadCount(info, 1);
  return Napi::Number::New(info.Env(), static_cast<double>(set_thread_count(threads, cores)));
}

/* forceThreads(threads, always): from now on. */
void ForceThreads(const Napi::CallbackInfo &info) {
  const size_t threads = ThreadCount(info, 0);
  force_threads(threads, Boolean(info, 1));
}

} // namespace

void DefineThreads(Napi::Object object) {
  const Napi::Env env = object.Env();
  Define(object, "useThreads", Napi::Function::New<UseThreads>(env, "useThreads"));
  Define(object, "forceThreads", Napi::Function::New<ForceThreads>(env, "forceThreads"));
}
