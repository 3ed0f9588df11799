/* forge.cc: opens the capsule and calls the kernels from C. */
#include "calls.h"

#include <fastmath/fastmath_node.h>
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <napi.h>
#include <string>
#include <thread>
#include <vector>

namespace {

/* Returns the index of a name in a list; aborts if the list does not have it. */
template <size_t count> int Find(const char *const (&list)[count], const std::string &name) {
  const auto found = std::find(list, list + count, name);
  if (found == list + count) abort();
  return static_cast<int>(found - list);
}

size_t Number(const Napi::Value &value) {
  return value.IsNumber() ? static_cast<size_t>(value.As<Napi::Number>().Int64Value()) : 0;
}

/* Reads the arguments (capsule, name, n, place, beyond). If `math` is NULL, an exception is
   pending. */
call Call(const Napi::CallbackInfo &info) {
  static const char *const places[] = {"a page start", "a page end", "nowhere"};
  const std::string name = info[1].ToString();
  const std::string place = info[3].IsString() ? std::string(info[3].ToString()) : places[0];
  return {fastmath_open(info.Env(), info[0]),
          static_cast<kernel>(Find(kernel_names, name)),
          Number(info[2]),
          static_cast<enum place>(Find(places, place)),
          Number(info[4]),
          1};
}

Napi::Value CallKernel(const Napi::CallbackInfo &info) {
  const call what = Call(info);
  if (what.math == nullptr) return {};
  return Napi::String::New(info.Env(), std::to_string(call_kernel(&what)));
}

Napi::Value KeepsEnvironment(const Napi::CallbackInfo &info) {
  const call what = Call(info);
  if (what.math == nullptr) return {};
  return Napi::Boolean::New(info.Env(), keeps_environment(&what));
}

Napi::Value CallRoundingUp(const Napi::CallbackInfo &info) {
  const call what = Call(info);
  if (what.math == nullptr) return {};
  return Napi::String::New(info.Env(), std::to_string(call_rounding_up(&what)));
}

/* callInChild(capsule, name, n): returns whether children that are forked while another thread
   calls compute the same result as this process. */
Napi::Value CallInChild(const Napi::CallbackInfo &info) {
  const call what = Call(info);
  if (what.math == nullptr) return {};
  const uint64_t expected = call_kernel(&what);
  std::atomic<bool> done{false};
  std::thread caller([&what, &done] {
    while (!done) call_kernel(&what);
  });
  int right = 0;
  for (int i = 0; i < 10; i++) right += is_right_in_child(&what, expected, 0);
  done = true;
  caller.join();
  return Napi::Boolean::New(info.Env(), right == 10);
}

/* callWithMemory(capsule, name, n, bytes, expected): returns whether a child process that can map
   only this many bytes more computes the expected result. This process does not call the kernel
   itself, because the child would reuse the stacks of its threads. */
Napi::Value CallWithMemory(const Napi::CallbackInfo &info) {
  call what = Call(info);
  if (what.math == nullptr) return {};
  what.beyond = 0;
  const uint64_t expected = std::stoull(info[4].ToString());
  return Napi::Boolean::New(info.Env(), is_right_in_child(&what, expected, Number(info[3])));
}

/* callAtOnce(capsule, name, n): returns whether four threads that call at the same time compute the
   same result as one. */
Napi::Value CallAtOnce(const Napi::CallbackInfo &info) {
  call what = Call(info);
  if (what.math == nullptr) return {};
  what.times = 50; /* so that most of the time is spent in the kernel */
  const uint64_t alone = call_kernel(&what);
  int same[4] = {};
  std::vector<std::thread> threads;
  for (int &mine : same)
    threads.emplace_back([&mine, &what, alone] {
      for (int i = 0; i < 5; i++) mine += call_kernel(&what) == alone;
    });
  for (std::thread &thread : threads) thread.join();
  return Napi::Boolean::New(info.Env(), std::count(same, same + 4, 5) == 4);
}

Napi::Value SortByHeap(const Napi::CallbackInfo &info) {
  auto x = info[0].As<Napi::Float64Array>();
  sort_by_heap(x.Data(), x.ElementLength());
  return x;
}

/* histogram(capsule, x, low, high, counts): counts in bins; returns `counts`. */
Napi::Value Histogram(const Napi::CallbackInfo &info) {
  const fastmath_api *math = fastmath_open(info.Env(), info[0]);
  if (math == nullptr) return {};
  const auto x = info[1].As<Napi::Float64Array>();
  auto counts = info[4].As<Napi::BigUint64Array>();
  std::vector<size_t> found(counts.ElementLength());
  math->histogram(x.Data(), x.ElementLength(), info[2].As<Napi::Number>().DoubleValue(),
                  info[3].As<Napi::Number>().DoubleValue(), found.size(), found.data());
  std::copy(found.begin(), found.end(), counts.Data());
  return counts;
}

/* A static variable, in which one environment stores a table that another one calls later. */
const fastmath_api *kept = nullptr;

void Keep(const Napi::CallbackInfo &info) { kept = fastmath_open(info.Env(), info[0]); }

Napi::Value SumKept(const Napi::CallbackInfo &info) {
  const auto x = info[0].As<Napi::Float64Array>();
  return Napi::Number::New(info.Env(), kept->sum(x.Data(), x.ElementLength()));
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  Napi::Array names = Napi::Array::New(env, KERNEL_COUNT);
  for (uint32_t i = 0; i < KERNEL_COUNT; i++) names.Set(i, Napi::String::New(env, kernel_names[i]));
  exports["kernelNames"] = names;
  exports["call"] = Napi::Function::New<CallKernel>(env);
  exports["keepsEnvironment"] = Napi::Function::New<KeepsEnvironment>(env);
  exports["callRoundingUp"] = Napi::Function::New<CallRoundingUp>(env);
  exports["callInChild"] = Napi::Function::New<CallInChild>(env);
  exports["callWithMemory"] = Napi::Function::New<CallWithMemory>(env);
  exports["callAtOnce"] = Napi::Function::New<CallAtOnce>(env);
  exports["sortByHeap"] = Napi::Function::New<SortByHeap>(env);
  exports["histogram"] = Napi::Function::New<Histogram>(env);
  exports["keep"] = Napi::Function::New<Keep>(env);
  exports["sumKept"] = Napi::Function::New<SumKept>(env);
  return exports;
}

} // namespace

NODE_API_MODULE(forge, Init)
