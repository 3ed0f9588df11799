/* capsule_instance.hpp: instances for C++17 and node-addon-api, as capsule.hpp wraps the rest.

     capsule::Instance<bitgen_instance> gen(info[0]); // holds the instance
     double u = gen->next_double();                   // one call through a pointer
     return capsule::SealInstance<bitgen_instance>(env, table, std::make_unique<State>(seed));

   The struct `bitgen_instance` is generated: it has a pointer to the table, one to the state, and a
   method for each function. Errors, empty handles and teardown: as in capsule.hpp. */
#ifndef CAPSULE_CAPSULE_INSTANCE_HPP
#define CAPSULE_CAPSULE_INSTANCE_HPP

#include "capsule.hpp"
#include "capsule_instance.h"

namespace capsule {

/* An opened instance. Can be moved, also to another thread, but not copied; releases its hold when
   it is destroyed. Thread: one call at a time for each instance, unless the contract says
   otherwise; two of these may be open for the same instance. */
template <typename T> class Instance {
public:
  Instance() noexcept = default;

  /* Opens a capsule. Rejects what capsule_open_instance rejects. */
  explicit Instance(const Napi::Value &value)
      : held_(value.Env(), capsule_open_instance(value.Env(), value, Contract<T>::Get())) {
    if (!held_) return;
    functions_.api = static_cast<decltype(T::api)>(capsule_instance_table(held_.get()));
    functions_.state = static_cast<decltype(T::state)>(capsule_instance_state(held_.get()));
  }

  /* Rejects the use of an empty one. */
  const T *operator->() const {
    if (!held_) detail::RejectEmpty("Using capsule::Instance", Contract<T>::Get()->name);
    return &functions_;
  }
  const T &operator*() const { return *operator->(); }
  explicit operator bool() const noexcept { return held_ != nullptr; }

private:
  T functions_{};
  Hold held_;
};

/* Seals a state, which the capsule then owns, with its table, which is in static storage. The state
   is deleted when the last hold and the last JavaScript value are gone, on any thread. If sealing
   fails, it is deleted at once. */
template <typename T, typename State>
Napi::Value SealInstance(Napi::Env env, const std::remove_pointer_t<decltype(T::api)> &table,
                         std::unique_ptr<State> state) {
  detail::SetEnvironment(env);
  const napi_value value = capsule_seal_instance(
      env, Contract<T>::Get(), &table, state.get(),
      [](void *pointer, void *) noexcept { delete static_cast<State *>(pointer); });
  if (value == nullptr) detail::ThrowPending(env);
  else (void)state.release();
  return Napi::Value(env, value);
}

} // namespace capsule

#endif
