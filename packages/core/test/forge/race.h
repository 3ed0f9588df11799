/* race.h: opens a capsule while another thread revokes it or releases the last hold. */
#ifndef FORGE_RACE_H
#define FORGE_RACE_H

#include <atomic>
#include <chrono>
#include <capsule/capsule.hpp>
#include <thread>

namespace {

/* The number of destructors that have run in this round, and of errors that a thread has found. */
std::atomic<uint32_t> ended{0}, wrong_in_race{0};

/* Runs rounds of a race, or as many as fit five seconds: on a busy machine the threads wait for
   each other. Each round seals and holds a capsule; another thread runs `ends` with the hold while
   this one runs `opens`, which returns a hold or NULL. Returns how often the contents were
   destroyed although they were held, or were not destroyed exactly once after both. */
template <typename Ends, typename Opens>
Napi::Value RunRace(const Napi::CallbackInfo &info, Ends ends, Opens opens) {
  const Napi::Env env = info.Env();
  std::atomic<uint64_t> round{0}, seen{0};
  std::atomic<capsule_envelope *> shared{nullptr};
  std::atomic<bool> over{false};
  std::thread other([&] {
    for (uint64_t last = 0; !over;) {
      const uint64_t now = round;
      if (now == last) continue;
      for (volatile uint64_t wait = now % 97; wait > 0; wait = wait - 1) continue;
      ends(shared.load());
      seen = last = now;
    }
  });
  uint32_t wrong = 0;
  wrong_in_race = 0;
  const uint32_t most = info[0].ToNumber();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  for (uint64_t i = 1; i <= most && std::chrono::steady_clock::now() < deadline; i++) {
    const Napi::HandleScope scope(env);
    ended = 0;
    const napi_value value = capsule_seal(env, "@forge/race", &ended, nullptr,
                                          [](void *, void *) { ended = ended + 1; });
    shared = value == nullptr ? nullptr : capsule_open(env, value, "@forge/race");
    if (shared == nullptr) break;
    round = i;
    for (volatile uint64_t wait = i % 53; wait > 0; wait = wait - 1) continue;
    capsule_envelope *opened = opens(env, value, shared.load());
    while (seen != i) continue;
    const bool early = opened != nullptr && ended != 0;
    capsule_release(opened);
    if (early || ended != 1) wrong++;
  }
  over = true;
  other.join();
  return Napi::Number::New(env, wrong + wrong_in_race);
}

/* raceRevoke(rounds): the other thread revokes while this one opens. */
Napi::Value RaceRevoke(const Napi::CallbackInfo &info) {
  return RunRace(
      info,
      [](capsule_envelope *envelope) {
        capsule_atomic_compare_exchange(&envelope->state, CAPSULE_STATE_LIVE,
                                        CAPSULE_STATE_REVOKED);
        capsule_release(envelope);
      },
      [](napi_env env, napi_value value, capsule_envelope *) {
        napi_value exception;
        capsule_envelope *opened = capsule_open(env, value, "@forge/race");
        if (opened == nullptr) napi_get_and_clear_last_exception(env, &exception);
        return opened;
      });
}

/* raceTake(rounds): the other thread releases the only hold while this one does what capsule_take
   does, without the calls of Node-API in between. */
Napi::Value RaceTake(const Napi::CallbackInfo &info) {
  return RunRace(info, capsule_release,
                 [](napi_env, napi_value, capsule_envelope *envelope) -> capsule_envelope * {
                   uint32_t state;
                   if (!capsule_try_hold(envelope, &state)) return nullptr;
                   capsule_atomic_compare_exchange(&envelope->state, CAPSULE_STATE_LIVE,
                                                   CAPSULE_STATE_TAKEN);
                   return envelope;
                 });
}

} // namespace

#endif
