/* ends.h: destructors that look at what they end, and holds that end when everything else has. */
#ifndef FORGE_ENDS_H
#define FORGE_ENDS_H

#include "holds.h"

namespace {

/* What the destructors of curious contents have seen, since it was asked last. */
std::vector<std::string> seen_at_end;

/* Reads the whole envelope, then holds and releases it once more: what ends must not end again. */
void EndCurious(void *pointer, void *context) {
  capsule_envelope *own = *static_cast<capsule_envelope **>(pointer);
  capsule_text text;
  capsule_text_clear(&text);
  capsule_append_label(&text, own);
  if (own->pointer == pointer && own->context == context) capsule_append(&text, ", as sealed");
  capsule_hold(own);
  capsule_release(own);
  delete static_cast<capsule_envelope **>(pointer);
  destroyed++;
  const std::lock_guard<std::mutex> lock(holds_mutex);
  seen_at_end.push_back(text.bytes);
}

/* sealCurious(): contents that know the envelope they are in. */
Napi::Value SealCurious(const Napi::CallbackInfo &info) {
  static int context;
  auto **own = new capsule_envelope *(nullptr);
  const napi_value value = capsule_seal(info.Env(), "@forge/content", own, &context, EndCurious);
  *own = capsule_open(info.Env(), value, "@forge/content");
  capsule_release(*own);
  return Napi::Value(info.Env(), value);
}

Napi::Value SeenAtEnd(const Napi::CallbackInfo &info) {
  const std::lock_guard<std::mutex> lock(holds_mutex);
  Napi::Array list = Napi::Array::New(info.Env());
  for (const std::string &text : seen_at_end) list[list.Length()] = text;
  seen_at_end.clear();
  return list;
}

capsule_envelope *held_to_the_end = nullptr;

/* releaseAtExit(hold): when main has returned, and says how many contents have ended by that. */
void ReleaseAtExit(const Napi::CallbackInfo &info) {
  held_to_the_end = std::exchange(HoldOf(info[0]), nullptr);
  atexit([] {
    const uint64_t before = destroyed;
    capsule_release(held_to_the_end);
    printf("ended at exit: %d\n", static_cast<int>(destroyed - before));
  });
}

void OfferEnds(Napi::Env env, Napi::Object exports) {
  exports["sealCurious"] = Napi::Function::New<SealCurious>(env);
  exports["seenAtEnd"] = Napi::Function::New<SeenAtEnd>(env);
  exports["releaseAtExit"] = Napi::Function::New<ReleaseAtExit>(env);
}

} // namespace

#endif
