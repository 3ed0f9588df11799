/* race.h: a capsule that is opened while another thread ends the life of its contents. */
#ifndef FORGE_RACE_H
#define FORGE_RACE_H

#include <atomic>
#include <capsule/capsule.hpp>
#include <thread>

namespace {

/* race(rounds): in each, another thread revokes a capsule while this one opens it. Gives how often the
   contents had ended although they were opened, or did not end once both were done. */
Napi::Value Race(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  static std::atomic<uint32_t> ended;
  std::atomic<uint64_t> round{0}, seen{0};
  std::atomic<capsule_envelope *> shared{nullptr};
  std::atomic<bool> over{false};
  std::thread owner([&] {
    for (uint64_t last = 0; !over;) {
      const uint64_t now = round;
      if (now == last) continue;
      for (volatile uint64_t wait = now % 97; wait > 0; wait = wait - 1) continue;
      capsule_word_change(&shared.load()->state, CAPSULE_STATE_LIVE, CAPSULE_STATE_REVOKED);
      capsule_release(shared);
      seen = last = now;
    }
  });
  uint32_t wrong = 0;
  const uint32_t rounds = info[0].ToNumber();
  for (uint64_t i = 1; i <= rounds; i++) {
    const Napi::HandleScope scope(env);
    napi_value exception;
    ended = 0;
    const napi_value value = capsule_seal(env, "@forge/race", &ended, nullptr,
                                          [](void *, void *) { ended = ended + 1; });
    shared = value == nullptr ? nullptr : capsule_open(env, value, "@forge/race");
    if (shared == nullptr) break;
    round = i;
    capsule_envelope *opened = capsule_open(env, value, "@forge/race");
    if (opened == nullptr) napi_get_and_clear_last_exception(env, &exception);
    while (seen != i) continue;
    const bool early = opened != nullptr && ended != 0;
    capsule_release(opened);
    if (early || ended != 1) wrong++;
  }
  over = true;
  owner.join();
  return Napi::Number::New(env, wrong);
}

} // namespace

#endif
