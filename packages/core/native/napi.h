/* napi.h: helpers for Node-API that all files of this addon use, and the functions they export. */
#ifndef CORE_NAPI_H
#define CORE_NAPI_H

#include <capsule/capsule.h>

#include <memory>
#include <new>

/* A hold, which is released at the end of its scope. */
struct ReleaseHold {
  void operator()(capsule_envelope *envelope) const noexcept { capsule_release(envelope); }
};
using Hold = std::unique_ptr<capsule_envelope, ReleaseHold>;

/* Throws for a Node-API call that failed, unless an exception is pending. Returns NULL. */
CAPSULE_THROWS napi_value ThrowStatus(napi_env env, const char *operation, napi_status status) {
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, operation, nullptr);
  return capsule_throw_status(env, &refusal, status);
}

/* The operation in messages that do not depend on which function was called. */
constexpr const char *CALLING = "Calling @capsule/core";

/* The arguments of a call; undefined for those that are missing. If `read` is false, an exception
   is pending. */
template <size_t size> struct Arguments {
  napi_value value[size] = {};
  bool read;

  Arguments(napi_env env, napi_callback_info info) {
    size_t count = size;
    const napi_status status = napi_get_cb_info(env, info, &count, value, nullptr, nullptr);
    read = status == napi_ok;
    if (!read) ThrowStatus(env, CALLING, status);
  }
};

/* Throws for a C++ exception that left a callback; returns NULL. */
CAPSULE_THROWS napi_value ThrowCaught(napi_env env, bool has_memory) {
  if (has_memory) return ThrowStatus(env, CALLING, napi_generic_failure);
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, CALLING, nullptr);
  capsule_refusal_set(&refusal, CAPSULE_OUT_OF_MEMORY, "memory for this call", "none", "");
  return capsule_throw(env, &refusal, nullptr);
}

/* Runs a function of this addon. A C++ exception must not leave a callback: it would end the
   process. */
template <napi_callback call> napi_value Guarded(napi_env env, napi_callback_info info) noexcept {
  try {
    return call(env, info);
  } catch (const std::bad_alloc &) {
    return ThrowCaught(env, false);
  } catch (...) {
    return ThrowCaught(env, true);
  }
}

/* Describes a method of the exports. */
template <napi_callback call> napi_property_descriptor Method(const char *name) {
  napi_property_descriptor property = capsule_property(name, nullptr);
  property.method = Guarded<call>;
  return property;
}

/* view.cc */
napi_value View(napi_env env, napi_callback_info info);
napi_value Copy(napi_env env, napi_callback_info info);

/* functions.cc */
napi_value FunctionOf(napi_env env, napi_callback_info info);

/* tickets.cc */
napi_value Share(napi_env env, napi_callback_info info);
napi_value Receive(napi_env env, napi_callback_info info);
napi_value Sweep(napi_env env, napi_callback_info info);

#endif
