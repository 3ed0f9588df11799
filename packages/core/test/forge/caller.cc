/* caller.cc: a consumer that only a Worker loads. It opens something and uses it in a thread of its
   own, which continues when the Worker has exited. */
#include <capsule/capsule.hpp>

#include "counter.h"

#include <atomic>
#include <capsule/capsule_dlpack.h>
#include <capsule/capsule_function.h>
#include <chrono>
#include <string>
#include <thread>

template <> struct capsule::Contract<counter_api> {
  static const capsule_contract *Get() { return &counter; }
};

namespace {

/* Shared with the main thread: how often the thread has used the contents, whether it has to stop,
   and whether it has stopped. */
struct Progress {
  std::atomic<int32_t> uses, stop, stopped;
};
static_assert(sizeof(Progress) == 3 * sizeof(int32_t), "JavaScript has an Int32Array");

/* Starts a thread that calls `use`, which returns 42. The thread also destroys `use`. */
template <typename Use> void Start(Progress *progress, Use use) {
  std::thread([progress, use = std::move(use)]() mutable {
    while (progress->stop == 0) {
      if (use() == 42) progress->uses++;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    {
      const Use destroyed = std::move(use);
      (void)destroyed;
    }
    progress->stopped = 1;
  }).detach();
}

/* A pointer that was passed from C to C, as a number. */
template <typename T> T *AddressOf(const Napi::Value &value) {
  bool lossless;
  return reinterpret_cast<T *>(
      static_cast<uintptr_t>(value.As<Napi::BigInt>().Uint64Value(&lossless)));
}

Napi::Value Address(Napi::Env env, const void *address) {
  return Napi::BigInt::New(env, static_cast<uint64_t>(reinterpret_cast<uintptr_t>(address)));
}

double Callback(double x) { return x + 1; }

/* start(how, value, progress): the address of a tensor or a callback, for other addons to use. */
Napi::Value StartUse(const Napi::CallbackInfo &info) {
  const napi_env env = info.Env();
  const std::string how = info[0].ToString();
  auto *progress = reinterpret_cast<Progress *>(info[2].As<Napi::Int32Array>().Data());
  if (how == "table") {
    const auto *math = static_cast<const counter_api *>(capsule_open_table(env, info[1], &counter));
    Start(progress, [math] { return math->twice(math->next(20)); });
  } else if (how == "Handle of a table") {
    Start(progress,
          [math = capsule::Handle<counter_api>(info[1])] { return math->twice(math->next(20)); });
  } else if (how == "Handle::Import") {
    Start(progress, [math = capsule::Handle<counter_api>::Import(env)] {
      return math->twice(math->next(20));
    });
  } else if (how == "pointer" || how == "taken pointer") {
    capsule::Hold held(env, how == "pointer" ? capsule_open(env, info[1], "@forge/kept")
                                             : capsule_take(env, info[1], "@forge/kept"));
    Start(progress, [held = std::move(held)] { return *static_cast<double *>(held->pointer); });
  } else if (how == "Handle of a pointer") {
    Start(progress, [held = capsule::Handle<double>(info[1], "@forge/kept")] { return *held; });
  } else if (how == "function") {
    static const char *const signatures[] = {"f64(f64)"};
    capsule::Hold held(env, capsule_open_function(env, info[1], nullptr, signatures, 1, nullptr));
    Start(progress, [held = std::move(held)] {
      return reinterpret_cast<double (*)(double)>(capsule_function_of(held.get()))(41);
    });
  } else if (how == "data") {
    capsule::Hold held(env, capsule_open_data(env, info[1], nullptr));
    Start(progress, [held = std::move(held)] { return *static_cast<double *>(held->data->data); });
  } else if (how == "capsule_hold") {
    auto *envelope = AddressOf<capsule_envelope>(info[1]);
    capsule_hold(envelope);
    Start(progress, [held = capsule::Hold(envelope)] {
      capsule_hold(held.get());
      capsule_release(held.get());
      return *static_cast<double *>(held->pointer);
    });
  } else if (how == "tensor") {
    const capsule::Hold held(env, capsule_open_data(env, info[1], nullptr));
    return Address(env, capsule_to_dlpack(held.get()));
  } else if (how == "callback") {
    if (capsule_open_table(env, info[1], &counter) == nullptr) return {};
    return Address(env, capsule_code_address(reinterpret_cast<capsule_function>(Callback)));
  }
  return info.Env().Undefined();
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports["start"] = Napi::Function::New<StartUse>(env);
  return exports;
}

} // namespace

NODE_API_MODULE(caller, Init)
