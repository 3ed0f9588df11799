/* threads_addon.cc: JavaScript says how many threads calls may use. */
#include "functions.h"
#include "../parallel/parallel.h"

namespace {

/* A number from 1 to the most there can be, as a number. */
size_t Count(const Napi::CallbackInfo &info, size_t i) {
  const double count = Scalar(info, i);
  if (!(count >= 1 && count <= double{MAX_THREADS}))
    throw Napi::RangeError::New(info.Env(), "expected a number of threads");
  return static_cast<size_t>(count);
}

/* useThreads(threads, cores): the number that holds for the process. */
Napi::Value UseThreads(const Napi::CallbackInfo &info) {
  const size_t threads = Count(info, 0);
  return Napi::Number::New(info.Env(),
                           static_cast<double>(set_thread_count(threads, Count(info, 1))));
}

/* forceThreads(threads, always): from now on. */
void ForceThreads(const Napi::CallbackInfo &info) {
  const size_t threads = Count(info, 0);
  if (!info[1].IsBoolean()) throw Napi::TypeError::New(info.Env(), "expected a boolean");
  force_threads(threads, info[1].As<Napi::Boolean>());
}

} // namespace

void OfferThreads(Napi::Object object) {
  const Napi::Env env = object.Env();
  Define(object, "useThreads", Napi::Function::New<UseThreads>(env, "useThreads"));
  Define(object, "forceThreads", Napi::Function::New<ForceThreads>(env, "forceThreads"));
}
