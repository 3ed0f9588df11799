/* empty.cc: uses empty handles, with C++ exceptions and without. */
#include <capsule/capsule.hpp>

#include "counter.h"

#include <string>
#include <thread>

template <> struct capsule::Contract<counter_api> {
  static const capsule_contract *Get() { return &counter; }
};

namespace forge {

struct Widget {
  double width;
};

} // namespace forge

namespace {

using Table = capsule::Handle<counter_api>;
using Pointer = capsule::Handle<forge::Widget>;

/* use(how, value): uses an empty handle, or the handle of a value. */
Napi::Value Use(const Napi::CallbackInfo &info) {
  const std::string how = info[0].ToString();
  double result = 0;
  if (how == "table") result = Table()->next(1);
  if (how == "table, dereferenced") result = (*Table()).next(1);
  if (how == "table, opened") result = Table(info[1])->next(1);
  if (how == "table, moved from") {
    Table first(info[1]);
    const Table second = std::move(first);
    result = first->next(1); /* NOLINT */
  }
  if (how == "table, rejected") {
    Table handle;
#ifdef NODE_ADDON_API_CPP_EXCEPTIONS
    try {
      handle = Table(info[1]);
    } catch (const Napi::Error &) {
    }
#else
    handle = Table(info[1]);
#endif
    result = handle->next(1);
  }
  if (how == "table, swapped") {
    Table first(info[1]), second;
    second = std::move(first);
    result = first->next(1); /* NOLINT */
  }
  if (how == "pointer") result = Pointer()->width;
  if (how == "pointer, dereferenced") result = (*Pointer()).width;
  if (how == "hold") result = capsule::Hold()->kind;
  if (how == "hold, dereferenced") result = (*capsule::Hold()).kind;
  if (how == "hold, rejected")
    result = capsule::Hold(info.Env(), capsule_open(info.Env(), info[1], "@forge/kept"))->kind;
  if (how == "get") result = Table().get() == nullptr && !Table() && Pointer().get() == nullptr;
#ifdef NODE_ADDON_API_CPP_EXCEPTIONS
  if (how == "in a thread") {
    std::string message;
    std::thread([&message] {
      try {
        Table()->next(1);
      } catch (const Napi::Error &) {
        abort();
      } catch (const std::logic_error &error) {
        message = error.what();
      }
    }).join();
    return Napi::String::New(info.Env(), message);
  }
  if (how == "bad_alloc") throw std::bad_alloc();
#endif
  return Napi::Number::New(info.Env(), result);
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports["use"] = Napi::Function::New<Use>(env);
  return exports;
}

} // namespace

NODE_API_MODULE(empty, Init)
