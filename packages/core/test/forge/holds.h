/* holds.h: operations on holds, which JavaScript refers to by number. */
#ifndef FORGE_HOLDS_H
#define FORGE_HOLDS_H

#include "static_storage.h"

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace {

/* The number of destructors of the forge that have run, on any thread. */
std::atomic<uint64_t> destroyed{0};

std::mutex holds_mutex;
/* Never destroyed: Deno ends the process while Workers still use it. */
std::vector<capsule_envelope *> &holds = *new std::vector<capsule_envelope *>;

/* Returns the number of a hold; undefined while an exception is pending. */
Napi::Value KeepHold(const Napi::CallbackInfo &info, capsule_envelope *envelope) {
  if (envelope == nullptr) return {};
  const std::lock_guard<std::mutex> lock(holds_mutex);
  holds.push_back(envelope);
  return Napi::Number::New(info.Env(), static_cast<double>(holds.size() - 1));
}

capsule_envelope *&HoldOf(const Napi::Value &number) {
  const std::lock_guard<std::mutex> lock(holds_mutex);
  return holds[number.ToNumber().Uint32Value()];
}

/* release(hold, onThread): releases on this thread, or on another one. */
void Release(const Napi::CallbackInfo &info) {
  capsule_envelope *envelope = std::exchange(HoldOf(info[0]), nullptr);
  if (info[1].ToBoolean()) std::thread([envelope] { capsule_release(envelope); }).join();
  else capsule_release(envelope);
}

/* churn(hold, threads, rounds): holds and releases on many threads at once. */
void Churn(const Napi::CallbackInfo &info) {
  capsule_envelope *envelope = HoldOf(info[0]);
  const uint32_t rounds = info[2].ToNumber();
  std::vector<std::thread> threads;
  for (uint32_t i = info[1].ToNumber(); i > 0; i--)
    threads.emplace_back([envelope, rounds] {
      for (uint32_t round = 0; round < rounds; round++) {
        capsule_hold(envelope);
        capsule_release(envelope);
      }
    });
  for (std::thread &thread : threads) thread.join();
}

Napi::Value Take(const Napi::CallbackInfo &info) {
  return KeepHold(info, capsule_take(info.Env(), info[0], Text(info[1]).c_str()));
}

Napi::Value IsExclusive(const Napi::CallbackInfo &info) {
  return Napi::Boolean::New(info.Env(), capsule_is_exclusive(HoldOf(info[0])));
}

void Revoke(const Napi::CallbackInfo &info) {
  capsule_revoke(info.Env(), info[0], Text(info[1]).c_str());
}

/* changeWithoutName(what, value): takes or revokes with a NULL name. */
void ChangeWithoutName(const Napi::CallbackInfo &info) {
  if (Text(info[0]) == "take") capsule_take(info.Env(), info[1], nullptr);
  else capsule_revoke(info.Env(), info[1], nullptr);
}

Napi::Value Carry(const Napi::CallbackInfo &info) {
  return Napi::Value(info.Env(), capsule_carry(info.Env(), HoldOf(info[0])));
}

void ExportHolds(Napi::Env env, Napi::Object exports) {
  exports["release"] = Napi::Function::New<Release>(env);
  exports["churn"] = Napi::Function::New<Churn>(env);
  exports["take"] = Napi::Function::New<Take>(env);
  exports["isExclusive"] = Napi::Function::New<IsExclusive>(env);
  exports["revoke"] = Napi::Function::New<Revoke>(env);
  exports["changeWithoutName"] = Napi::Function::New<ChangeWithoutName>(env);
  exports["carry"] = Napi::Function::New<Carry>(env);
}

} // namespace

#endif
