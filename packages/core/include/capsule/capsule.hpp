/* capsule.hpp: capsule.h for C++17 and node-addon-api. Handles release themselves, and errors are
   thrown as Napi::Error.

     capsule::Handle<fastmath_api> math(info[0]);          // a table; the contract is in its header
     double r = math->dot(x, y, n);

     capsule::Handle<Widget> widget(info[0], "@acme/widget");   // a pointer, held by this handle
     capsule::Hold data(capsule_open_data(env, info[0], NULL)); // any other hold
     return capsule::Seal(env, "@acme/widget", std::make_unique<Widget>());

   Errors.    With C++ exceptions (NODE_ADDON_API_CPP_EXCEPTIONS), a function that rejects its
              arguments throws Napi::Error. Without, the handle or value is empty and the exception
              is pending, as usual in node-addon-api.
   Teardown.  In an environment that is being torn down nothing can be thrown. node-addon-api then
              aborts the process unless NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS is defined: define
              it for the whole addon, as capsule_add_addon does. */
#ifndef CAPSULE_CAPSULE_HPP
#define CAPSULE_CAPSULE_HPP

#ifndef NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS
#ifdef SRC_NAPI_H_
#error "Define NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS for the addon, or include this before napi.h"
#endif
#define NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS
#endif

#include "capsule.h"

#include <memory>
#include <napi.h>
#include <utility>

namespace capsule {

/* The contract of a table struct. Generated headers specialize it; for a table without one, write:

     template <> struct capsule::Contract<adder_api> {
       static const capsule_contract *Get() { return &adder; }
     }; */
template <typename T> struct Contract;

namespace detail {

inline void ThrowPending(napi_env env) {
#ifdef NODE_ADDON_API_CPP_EXCEPTIONS
  napi_value error = nullptr;
  napi_valuetype type = napi_undefined;
  bool pending = false;
  if (napi_is_exception_pending(env, &pending) != napi_ok || !pending ||
      napi_get_and_clear_last_exception(env, &error) != napi_ok ||
      napi_typeof(env, error, &type) != napi_ok)
    throw Napi::Error::New(env);
  /* When execution is terminated by a timeout of node:vm, the exception is null. An empty
     Napi::Error throws nothing and termination continues; one that has null would abort the process
     or let the script continue. */
  throw Napi::Error(env, type == napi_null ? nullptr : error);
#else
  (void)env;
#endif
}

template <typename T, typename = void> struct Contents {
  using type = T;
};
template <typename T> struct Contents<T, decltype(void(Contract<T>::Get()))> {
  using type = const T; /* a table is constant */
};

struct Release {
  void operator()(capsule_envelope *envelope) const noexcept { capsule_release(envelope); }
};

} // namespace detail

/* Owns a hold that capsule_open_data, capsule_open_function or capsule_take has returned, and
   releases it. Thread: any. */
using Hold = std::unique_ptr<capsule_envelope, detail::Release>;

/* The contents of an opened capsule. Can be moved, not copied, also to another thread. */
template <typename T> class Handle {
public:
  using element_type = typename detail::Contents<T>::type;

  Handle() noexcept = default;

  /* Opens a table. Rejects what capsule_open_table does. */
  explicit Handle(const Napi::Value &value)
      : contents_(static_cast<element_type *>(
            capsule_open_table(value.Env(), value, Contract<T>::Get()))) {
    if (contents_ == nullptr) detail::ThrowPending(value.Env());
  }

  /* Opens a pointer, and holds it. Rejects what capsule_open does. */
  Handle(const Napi::Value &value, const char *name)
      : envelope_(capsule_open(value.Env(), value, name)) {
    if (envelope_ == nullptr) detail::ThrowPending(value.Env());
    else contents_ = static_cast<element_type *>(envelope_->pointer);
  }

  /* Imports the producer of a table by its name, and opens its capsule. */
  static Handle Import(Napi::Env env) {
    const napi_value value = capsule_import(env, Contract<T>::Get()->name);
    if (value != nullptr) return Handle(Napi::Value(env, value));
    detail::ThrowPending(env);
    return Handle();
  }

  Handle(Handle &&other) noexcept
      : contents_(std::exchange(other.contents_, nullptr)), envelope_(std::move(other.envelope_)) {}
  Handle &operator=(Handle &&other) noexcept {
    std::swap(contents_, other.contents_);
    std::swap(envelope_, other.envelope_);
    return *this;
  }

  element_type *get() const noexcept { return contents_; }
  element_type *operator->() const noexcept { return contents_; }
  element_type &operator*() const noexcept { return *contents_; }
  explicit operator bool() const noexcept { return contents_ != nullptr; }

private:
  element_type *contents_ = nullptr;
  Hold envelope_;
};

/* Seals a table in static storage. */
template <typename T> Napi::Value Seal(Napi::Env env, const T &table) {
  const napi_value value = capsule_seal_table(env, Contract<T>::Get(), &table);
  if (value == nullptr) detail::ThrowPending(env);
  return Napi::Value(env, value);
}

/* Seals an object, which the capsule then owns: it is deleted with the last hold and JavaScript
   value, on any thread. If sealing fails, the object is deleted at once. */
template <typename T>
Napi::Value Seal(Napi::Env env, const char *name, std::unique_ptr<T> contents) {
  const napi_value value =
      capsule_seal(env, name, contents.get(), nullptr,
                   [](void *pointer, void *) { delete static_cast<T *>(pointer); });
  if (value == nullptr) detail::ThrowPending(env);
  else (void)contents.release();
  return Napi::Value(env, value);
}

} // namespace capsule

#endif
