/* capsule.hpp: capsule.h for C++17 and node-addon-api. Handles that release themselves, and
   refusals as Napi::Error.

     capsule::Handle<fastmath_api> math(info[0]);          // a table, by its generated header
     double r = math->dot(x, y, n);

     capsule::Handle<Widget> widget(info[0], "@acme/widget");   // a pointer, held while this lives
     capsule::Hold data(capsule_open_data(env, info[0], NULL)); // whatever else is held
     return capsule::Seal(env, "@acme/widget", std::make_unique<Widget>());

   Errors.  With C++ exceptions (NODE_ADDON_API_CPP_EXCEPTIONS) a refusal throws Napi::Error.
            Without, the handle or the value is empty and the exception is pending, as
            node-addon-api has it.
   Ending.  In an environment that is going down nothing can be thrown. node-addon-api then aborts
            the process, unless NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS is defined: do so for the
            whole addon, as capsule_add_addon does. */
#ifndef CAPSULE_CAPSULE_HPP
#define CAPSULE_CAPSULE_HPP

#ifndef NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS
#ifdef SRC_NAPI_H_
#error                                                                                             \
    "Define NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS for the whole addon, or include capsule.hpp before napi.h"
#endif
#define NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS
#endif

#include "capsule.h"

#include <memory>
#include <napi.h>
#include <utility>

namespace capsule {

/* Which contract describes a table struct: specialised by generated headers, and by you for a table
   written by hand:

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
  /* The end of execution, by a timeout of node:vm, shows as null. It goes on behind an empty error,
     which throws nothing; one around null would abort the process or let the script run on. */
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

/* A hold that releases itself: of what capsule_open_data, capsule_open_function or capsule_take gave,
   on whatever thread it ends. */
using Hold = std::unique_ptr<capsule_envelope, detail::Release>;

/* The contents of a capsule, opened. Moves, does not copy. A handle of a table may be kept
   anywhere; one of a pointer may move to another thread and end there. */
template <typename T> class Handle {
public:
  using element_type = typename detail::Contents<T>::type;

  Handle() noexcept = default;

  /* Opens a table. */
  explicit Handle(const Napi::Value &value)
      : contents_(static_cast<element_type *>(
            capsule_open_table(value.Env(), value, Contract<T>::Get()))) {
    if (contents_ == nullptr) detail::ThrowPending(value.Env());
  }

  /* Opens a pointer, and holds it. */
  Handle(const Napi::Value &value, const char *name)
      : envelope_(capsule_open(value.Env(), value, name)) {
    if (envelope_ == nullptr) detail::ThrowPending(value.Env());
    else contents_ = static_cast<element_type *>(envelope_->pointer);
  }

  /* Finds the producer of a table by its name, and opens it. */
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

/* Seals an object, and hands its ownership to the capsule: it is deleted when the last hold ends,
   on whatever thread that is. When sealing is refused, the object is deleted here. */
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
