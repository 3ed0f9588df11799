/* threads.cc: functions by which JavaScript sets how many threads a call may use. */
#include "../parallel/parallel.h"
#include "arguments.h"
#include "functions.h"

namespace {

bool GetThreadCount(const Arguments &in, size_t i, size_t *threads) {
  double count;
  if (!in.Get(i, &count)) return false;
  if (!(count >= 1 && count <= double{MAX_THREADS}))
    return ThrowRange(in.env, "expected a number of threads");
  *threads = static_cast<size_t>(count);
  return true;
}

/* useThreads(threads, cores): returns the number that is in effect for the process. */
napi_value UseThreads(napi_env env, napi_callback_info info) {
  Arguments in(env);
  size_t threads = 1, cores = 1;
  if (!in.Read(info) || !GetThreadCount(in, 0, &threads) || !GetThreadCount(in, 1, &cores))
    return nullptr;
  return in.Return(static_cast<double>(set_thread_count(threads, cores)));
}

/* forceThreads(threads, always): see force_threads. Returns `always`. */
napi_value ForceThreads(napi_env env, napi_callback_info info) {
  Arguments in(env);
  size_t threads = 1;
  bool always = false;
  if (!in.Read(info) || !GetThreadCount(in, 0, &threads) || !in.Get(1, &always)) return nullptr;
  force_threads(threads, always);
  return in.value[1];
}

} // namespace

bool DefineThreads(napi_env env, napi_value object) {
  return DefineFunction(env, object, "useThreads", UseThreads) &&
         DefineFunction(env, object, "forceThreads", ForceThreads);
}
