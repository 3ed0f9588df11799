/* owned.h: contents with a size, and disposing in C and in a race. */
#ifndef FORGE_OWNED_H
#define FORGE_OWNED_H

#include "functions.h"
#include "holds.h"
#include "race.h"

#include <capsule/capsule_data.h>
#include <capsule/capsule_owned.h>

namespace {

void FreeMemory(void *, void *memory) {
  destroyed++;
  free(memory);
}

double FirstByte(double, void *memory) { return *static_cast<unsigned char *>(memory); }

/* sealSized(kind, room, bytes): contents of `room` bytes, all of which are written; the engine is
   told that there are `bytes`. */
Napi::Value SealSized(const Napi::CallbackInfo &info) {
  const std::string kind = Text(info[0]);
  const auto room = static_cast<size_t>(info[1].ToNumber().Int64Value());
  const auto bytes = static_cast<size_t>(info[2].ToNumber().DoubleValue());
  void *memory = malloc(room + 1);
  if (memory == nullptr) abort();
  memset(memory, 1, room + 1);
  napi_value value = nullptr;
  if (kind == "function") {
    value = capsule_seal_function_sized(info.Env(), "@forge/sized", "f64(f64,*void)",
                                        reinterpret_cast<capsule_function>(FirstByte), memory,
                                        bytes, FreeMemory);
  } else if (kind == "pointer") {
    value = capsule_seal_sized(info.Env(), "@forge/sized", memory, bytes, memory, FreeMemory);
  } else {
    const auto shape = static_cast<int64_t>(room);
    const capsule_data data = CAPSULE_DATA_OF(memory, CAPSULE_U8, 1, &shape);
    value = capsule_seal_data(info.Env(), "@forge/sized", &data, memory, FreeMemory);
  }
  if (value == nullptr) free(memory);
  return Napi::Value(info.Env(), value);
}

/* sealUnowned(kind, bytes): contents in static storage, without a destructor. */
Napi::Value SealUnowned(const Napi::CallbackInfo &info) {
  static unsigned char content[8] = {7};
  static const int64_t shape = sizeof(content);
  const std::string kind = Text(info[0]);
  const auto bytes = static_cast<size_t>(info[1].ToNumber().DoubleValue());
  const capsule_data data = CAPSULE_DATA_OF(content, CAPSULE_U8, 1, &shape);
  napi_value value = kind == "pointer" ? capsule_seal_sized(info.Env(), "@forge/unowned", content,
                                                            bytes, nullptr, nullptr)
                     : kind == "function"
                         ? capsule_seal_function_sized(info.Env(), "@forge/unowned", "f64(f64)",
                                                       reinterpret_cast<capsule_function>(Twice),
                                                       nullptr, bytes, nullptr)
                         : capsule_seal_data(info.Env(), "@forge/unowned", &data, nullptr, nullptr);
  return Napi::Value(info.Env(), value);
}

/* dispose(value): returns what capsule_dispose returns. */
Napi::Value DisposeInC(const Napi::CallbackInfo &info) {
  return Napi::Boolean::New(info.Env(), capsule_dispose(info.Env(), info[0]));
}

/* raceDispose(rounds): this thread disposes, while another one that has the contents from C code
   holds them again and releases them, or takes them. */
Napi::Value RaceDispose(const Napi::CallbackInfo &info) {
  return RunRace(
      info,
      [](capsule_envelope *envelope) {
        uint32_t state;
        if (capsule_try_hold(envelope, &state)) {
          if (ended != 0) wrong_in_race++;
          capsule_release(envelope);
        } else if (state != CAPSULE_STATE_DISPOSED) {
          wrong_in_race++;
        }
        capsule_release(envelope);
      },
      [](napi_env env, napi_value value, capsule_envelope *) -> capsule_envelope * {
        if (!capsule_dispose(env, value) || capsule_check(env, value, nullptr) != CAPSULE_DISPOSED)
          wrong_in_race++;
        return nullptr;
      });
}

void ExportOwned(Napi::Env env, Napi::Object exports) {
  exports["sealSized"] = Napi::Function::New<SealSized>(env);
  exports["sealUnowned"] = Napi::Function::New<SealUnowned>(env);
  exports["dispose"] = Napi::Function::New<DisposeInC>(env);
  exports["raceDispose"] = Napi::Function::New<RaceDispose>(env);
}

} // namespace

#endif
