/* capsule.hpp: capsule.h for C++17 and node-addon-api. A handle releases its hold when it is
   destroyed, and errors are thrown as Napi::Error.

     capsule::Handle<fastmath_api> math(info[0]); // a table; the contract is in its header
     double r = math->dot(x, y, n);

     capsule::Handle<Widget> widget(info[0], "@acme/widget"); // a pointer, held by this handle
     capsule::Hold data(env, capsule_open_data(env, info[0], NULL)); // any other hold
     return capsule::Seal(env, "@acme/widget", std::make_unique<Widget>());

   Errors.    With C++ exceptions (NODE_ADDON_API_CPP_EXCEPTIONS), a function that rejects its
              arguments throws Napi::Error. Without C++ exceptions, it returns an empty handle or
              value and the exception is pending, as usual in node-addon-api: check it before use.
   Empty.     Using an empty handle, one that was never opened or was moved from, throws too:
              Napi::Error, or std::logic_error on a thread that has opened and sealed nothing.
              capsule_add_addon defines NODE_ADDON_API_CPP_EXCEPTIONS_ALL, with which node-addon-api
              turns both into JavaScript exceptions. Without C++ exceptions the process prints the
              message and aborts.
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

#include "capsule_import.h"
#include "capsule_owned.h"

#include <memory>
#include <napi.h>
#include <stdexcept>
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

/* The environment of this thread. NULL until the thread calls a function below, and again when the
   environment has ended; always NULL on a thread without an environment. */
#if defined(__GNUC__) && !defined(_WIN32)
__attribute__((visibility("hidden"))) /* as CAPSULE_CONSTANT: each addon has its own */
#endif
inline thread_local napi_env environment = nullptr;

inline void SetEnvironment(napi_env env) {
  const auto forget = [](void *place) { *static_cast<napi_env *>(place) = nullptr; };
  if (environment == nullptr && napi_add_env_cleanup_hook(env, forget, &environment) == napi_ok)
    environment = env;
}

/* Appends the name of T, taken from the name that the compiler gives this function: Widget. */
template <typename T> void AppendType(capsule_text *text) {
#ifdef __GNUC__
  const char *name = strstr(__PRETTY_FUNCTION__, "T = ");
  if (name != nullptr)
    capsule_append(text, "%.*s", static_cast<int>(strcspn(name + 4, ";]")), name + 4);
#else
  const char *name = strstr(__FUNCSIG__, "AppendType<");
  if (name != nullptr)
    capsule_append(text, "%.*s", static_cast<int>(strcspn(name + 11, ">")), name + 11);
#endif
}

template <typename T, typename = void> struct TableName {
  static const char *Get() { return nullptr; }
};
template <typename T> struct TableName<T, decltype(void(Contract<T>::Get()))> {
  static const char *Get() { return Contract<T>::Get()->name; }
};

/* What is sealed: with CAPSULE_DEBUG, a generated copy of the table that checks thread rules. */
template <typename T, typename = void> struct TableToSeal {
  static const T *Get(const T *table) { return table; }
};
template <typename T> struct TableToSeal<T, decltype(void(Contract<T>::Checked(nullptr)))> {
  static const T *Get(const T *table) {
    return capsule_debug_enabled() ? Contract<T>::Checked(table) : table;
  }
};

/* Rejects the use of an empty handle. Never returns. */
[[noreturn]] inline void RejectEmpty(const char *operation, const char *name) {
  capsule_refusal refusal;
  char message[CAPSULE_MESSAGE_SIZE];
  capsule_refusal_init(&refusal, operation, name);
  capsule_refusal_set(&refusal, CAPSULE_HANDLE_EMPTY, "one that has been opened",
                      "an empty one: never opened, rejected when it was opened, or moved from",
                      "Open it before this call, or check it first: if (handle) ...");
#ifdef NODE_ADDON_API_CPP_EXCEPTIONS
  if (environment != nullptr) {
    capsule_throw(environment, &refusal, nullptr);
    ThrowPending(environment);
  }
  capsule_refusal_message(&refusal, message);
  throw std::logic_error(message);
#else
  capsule_refusal_message(&refusal, message);
  fprintf(stderr, "%s\n", message);
  abort();
#endif
}

template <typename T> [[noreturn]] void RejectEmptyHandle() {
  capsule_text operation;
  capsule_text_clear(&operation);
  capsule_append(&operation, "Using capsule::Handle<");
  AppendType<T>(&operation);
  capsule_append(&operation, ">");
  RejectEmpty(operation.bytes, TableName<T>::Get());
}

} // namespace detail

/* Owns a hold that capsule_open_data, capsule_open_function or capsule_take has returned, and
   releases it. Thread: any. */
class Hold : public std::unique_ptr<capsule_envelope, detail::Release> {
public:
  using Base = std::unique_ptr<capsule_envelope, detail::Release>;
  using Base::Base;
  using Base::operator=;

  /* Throws the pending exception if nothing was opened. */
  Hold(napi_env env, capsule_envelope *opened) : Base(opened) {
    detail::SetEnvironment(env);
    if (opened == nullptr) detail::ThrowPending(env);
  }

  /* Rejects an empty hold. */
  capsule_envelope *operator->() const { return &**this; }
  capsule_envelope &operator*() const {
    if (get() == nullptr) detail::RejectEmpty("Using capsule::Hold", nullptr);
    return *get();
  }
};

/* The contents of an opened capsule. Can be moved, also to another thread, but not copied.

   A handle is empty until it is opened, and after it was moved from. Using an empty one is
   rejected: it throws, or, without C++ exceptions, prints the message and aborts. The check takes
   no time that can be measured: it compares a register that the call has to load in any case. */
template <typename T> class Handle {
public:
  using element_type = typename detail::Contents<T>::type;

  Handle() noexcept = default;

  /* Opens a table. Rejects what capsule_open_table rejects. */
  explicit Handle(const Napi::Value &value)
      : contents_(static_cast<element_type *>(
            capsule_open_table(value.Env(), value, Contract<T>::Get()))) {
    detail::SetEnvironment(value.Env());
    if (contents_ == nullptr) detail::ThrowPending(value.Env());
  }

  /* Opens a pointer, and holds it. Rejects what capsule_open rejects. */
  Handle(const Napi::Value &value, const char *name)
      : envelope_(capsule_open(value.Env(), value, name)) {
    detail::SetEnvironment(value.Env());
    if (envelope_ == nullptr) detail::ThrowPending(value.Env());
    else contents_ = static_cast<element_type *>(envelope_->pointer);
  }

  /* Imports the producer of a table by its name, and opens its table of the contract's major. */
  static Handle Import(Napi::Env env) {
    Handle handle;
    detail::SetEnvironment(env);
    handle.contents_ = static_cast<element_type *>(capsule_import_table(env, Contract<T>::Get()));
    if (handle.contents_ == nullptr) detail::ThrowPending(env);
    return handle;
  }

  Handle(Handle &&other) noexcept
      : contents_(std::exchange(other.contents_, nullptr)), envelope_(std::move(other.envelope_)) {}
  Handle &operator=(Handle &&other) noexcept {
    std::swap(contents_, other.contents_);
    std::swap(envelope_, other.envelope_);
    return *this;
  }

  element_type *operator->() const {
    if (contents_ == nullptr) detail::RejectEmptyHandle<T>();
    return contents_;
  }
  element_type &operator*() const { return *operator->(); }

  /* The pointer, for C code; NULL if the handle is empty. */
  element_type *get() const noexcept { return contents_; }
  explicit operator bool() const noexcept { return contents_ != nullptr; }

private:
  element_type *contents_ = nullptr;
  Hold envelope_;
};

/* Seals a table in static storage. */
template <typename T> Napi::Value Seal(Napi::Env env, const T &table) {
  detail::SetEnvironment(env);
  const napi_value value =
      capsule_seal_table(env, Contract<T>::Get(), detail::TableToSeal<T>::Get(&table));
  if (value == nullptr) detail::ThrowPending(env);
  return Napi::Value(env, value);
}

/* Seals an object, which the capsule then owns: it is deleted when the last hold and the last
   JavaScript value are gone, or JavaScript has disposed of it, on any thread. If sealing fails, the
   object is deleted at once. `bytes` is the memory that it frees: see capsule_seal_sized. */
template <typename T>
Napi::Value Seal(Napi::Env env, const char *name, std::unique_ptr<T> contents, size_t bytes = 0) {
  detail::SetEnvironment(env);
  const napi_value value =
      capsule_seal_sized(env, name, contents.get(), bytes, nullptr,
                         [](void *pointer, void *) noexcept { delete static_cast<T *>(pointer); });
  if (value == nullptr) detail::ThrowPending(env);
  else (void)contents.release();
  return Napi::Value(env, value);
}

} // namespace capsule

#endif
