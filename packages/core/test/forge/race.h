/* race.h: a capsule that is opened while another thread ends the life of its contents. */
#ifndef FORGE_RACE_H
#define FORGE_RACE_H

#include <atomic>
#include <capsule/capsule.hpp>
#include <thread>

namespace {

/* race(rounds): in each, another thread ends the life of the contents while this one opens them, as
   its owner would: the state first, then a look at who holds it. Gives how often what was opened had
   ended already. */
Napi::Value Race(const Napi::CallbackInfo &info) {
#ifdef _WIN32
  return info.Env().Undefined();
#else
  const Napi::Env env = info.Env();
  static std::atomic<uint64_t> contents, round, seen;
  static std::atomic<bool> over;
  const napi_value value = capsule_seal(env, "@forge/race", &contents, nullptr, nullptr);
  capsule_envelope *envelope = value == nullptr ? nullptr : capsule_open(env, value, "@forge/race");
  if (envelope == nullptr) return {};
  capsule_release(envelope);
  std::thread owner([envelope] {
    for (uint64_t last = 0; !over;) {
      const uint64_t now = round;
      if (now == last) continue;
      for (volatile uint64_t wait = now % 97; wait > 0; wait = wait - 1) continue;
      __atomic_store_n(&envelope->state, 3u, __ATOMIC_SEQ_CST);
      if (__atomic_load_n(&envelope->count, __ATOMIC_SEQ_CST) == 1) contents = 1;
      seen = last = now;
    }
  });
  uint32_t ended = 0;
  const uint32_t rounds = info[0].ToNumber();
  for (uint64_t i = 1; i <= rounds; i++) {
    const Napi::HandleScope scope(env);
    napi_value exception;
    contents = 0;
    __atomic_store_n(&envelope->state, 0u, __ATOMIC_SEQ_CST);
    round = i;
    capsule_envelope *opened = capsule_open(env, value, "@forge/race");
    if (opened == nullptr) napi_get_and_clear_last_exception(env, &exception);
    while (seen != i) continue;
    if (opened != nullptr && contents != 0) ended++;
    capsule_release(opened);
  }
  over = true;
  owner.join();
  __atomic_store_n(&envelope->state, 0u, __ATOMIC_SEQ_CST);
  return Napi::Number::New(env, ended);
#endif
}

} // namespace

#endif
