/* destructors.h: destructors that read their envelope or throw, and a hold that is released at
   exit. */
#ifndef FORGE_DESTRUCTORS_H
#define FORGE_DESTRUCTORS_H

#include "holds.h"

namespace {

/* The text that the destructors have read since the last call of readByDestructors. */
std::vector<std::string> read_by_destructors;

/* Reads the whole envelope, then holds and releases it: that must not call the destructor again. */
void ReadAndDestroy(void *pointer, void *context) {
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
  read_by_destructors.push_back(text.bytes);
}

/* sealReadByDestructor(): contents that have a pointer to their envelope. */
Napi::Value SealReadByDestructor(const Napi::CallbackInfo &info) {
  static int context;
  auto **own = new capsule_envelope *(nullptr);
  const napi_value value =
      capsule_seal(info.Env(), "@forge/content", own, &context, ReadAndDestroy);
  *own = capsule_open(info.Env(), value, "@forge/content");
  capsule_release(*own);
  return Napi::Value(info.Env(), value);
}

Napi::Value ReadByDestructors(const Napi::CallbackInfo &info) {
  const std::lock_guard<std::mutex> lock(holds_mutex);
  Napi::Array list = Napi::Array::New(info.Env());
  for (const std::string &text : read_by_destructors) list[list.Length()] = text;
  read_by_destructors.clear();
  return list;
}

/* A destructor that breaks its contract. */
[[noreturn]] void Throw(void *, void *) { throw std::runtime_error("planted"); }

/* sealThrowing(): contents whose destructor throws. */
Napi::Value SealThrowing(const Napi::CallbackInfo &info) {
  static double content = 1;
  return Napi::Value(info.Env(), capsule_seal(info.Env(), "@forge/kept", &content, nullptr, Throw));
}

/* throwDirectly(): throws the same exception from a function of the addon. */
void ThrowDirectly(const Napi::CallbackInfo &) { Throw(nullptr, nullptr); }

capsule_envelope *held_until_exit = nullptr;

/* releaseAtExit(hold): releases after main has returned; prints how many contents that destroys. */
void ReleaseAtExit(const Napi::CallbackInfo &info) {
  held_until_exit = std::exchange(HoldOf(info[0]), nullptr);
  atexit([] {
    const uint64_t before = destroyed;
    capsule_release(held_until_exit);
    printf("destroyed at exit: %d\n", static_cast<int>(destroyed - before));
  });
}

void ExportDestructors(Napi::Env env, Napi::Object exports) {
  exports["sealReadByDestructor"] = Napi::Function::New<SealReadByDestructor>(env);
  exports["readByDestructors"] = Napi::Function::New<ReadByDestructors>(env);
  exports["sealThrowing"] = Napi::Function::New<SealThrowing>(env);
  exports["throwDirectly"] = Napi::Function::New<ThrowDirectly>(env);
  exports["releaseAtExit"] = Napi::Function::New<ReleaseAtExit>(env);
}

} // namespace

#endif
