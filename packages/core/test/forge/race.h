/* race.h: a capsule that is opened while another thread ends the life of its contents. */
#ifndef FORGE_RACE_H
#define FORGE_RACE_H

#include <atomic>
#include <chrono>
#include <capsule/capsule.hpp>
#include <thread>

namespace {

/* The rounds of a race, or as many as fit a few seconds: on a busy machine the threads wait for each
   other. */
class Rounds {
public:
  explicit Rounds(uint32_t most) : left_(most) {}
  bool More() { return left_-- > 0 && std::chrono::steady_clock::now() < end_; }

private:
  uint32_t left_;
  std::chrono::steady_clock::time_point end_ =
      std::chrono::steady_clock::now() + std::chrono::seconds(5);
};

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
  Rounds rounds(info[0].ToNumber());
  for (uint64_t i = 1; rounds.More(); i++) {
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

/* raceToEnd(rounds): in each, another thread gives up the only hold while this one opens, and then
   takes. Gives how often the contents had ended although the taker held them, or did not end. */
Napi::Value RaceToEnd(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  static std::atomic<uint32_t> ended;
  std::atomic<uint64_t> round{0}, seen{0};
  std::atomic<capsule_envelope *> shared{nullptr};
  std::atomic<bool> over{false};
  std::thread holder([&] {
    for (uint64_t last = 0; !over;) {
      const uint64_t now = round;
      if (now == last) continue;
      for (volatile uint64_t wait = now % 61; wait > 0; wait = wait - 1) continue;
      capsule_release(shared);
      seen = last = now;
    }
  });
  uint32_t wrong = 0;
  Rounds rounds(info[0].ToNumber());
  for (uint64_t i = 1; rounds.More(); i++) {
    const Napi::HandleScope scope(env);
    ended = 0;
    const napi_value value = capsule_seal(env, "@forge/race", &ended, nullptr,
                                          [](void *, void *) { ended = ended + 1; });
    shared = value == nullptr ? nullptr : capsule_open(env, value, "@forge/race");
    if (shared == nullptr) break;
    capsule_envelope *envelope = shared;
    uint32_t state;
    round = i;
    for (volatile uint64_t wait = i % 53; wait > 0; wait = wait - 1) continue;
    /* What capsule_take does, without the time that Node-API takes in between. */
    const bool taken =
        capsule_hold_live(envelope, &state) &&
        capsule_word_change(&envelope->state, CAPSULE_STATE_LIVE, CAPSULE_STATE_TAKEN);
    while (seen != i) continue;
    const bool early = !taken || ended != 0;
    capsule_release(envelope);
    if (early || ended != 1) wrong++;
  }
  over = true;
  holder.join();
  return Napi::Number::New(env, wrong);
}

} // namespace

#endif
