/* call.h: makes JavaScript functions of a statistic: one that returns the result, and one that
   returns a promise of it.

   A statistic is a struct with three members: Read checks the arguments, on the JavaScript thread;
   Run computes, on any thread, and calls no Node-API; Finish returns the result, on the JavaScript
   thread. When Read or Finish fails, a JavaScript exception is pending, or a Node-API call has
   failed. */
#ifndef STATS_CALL_H
#define STATS_CALL_H

#include "exports.h"
#include "out_of_memory.h"

#include <new>

constexpr size_t MAX_ARGUMENTS = 5;

/* Computes at once. No JavaScript runs between Read and Finish. */
struct Now {
  template <typename Statistic> static napi_value Call(napi_env env, napi_callback_info info) {
    size_t count = MAX_ARGUMENTS;
    napi_value argument[MAX_ARGUMENTS];
    void *math = nullptr;
    Statistic statistic;
    if (napi_get_cb_info(env, info, &count, argument, nullptr, &math) != napi_ok ||
        !statistic.Read(env, argument))
      return nullptr;
    statistic.Run(static_cast<const fastmath_api *>(math));
    return statistic.Finish(env);
  }
};

/* Computes on a thread of libuv's pool. The memory of the arguments cannot be detached or
   shrunk: TypeScript passes private copies, views of a SharedArrayBuffer, and data capsules. They
   are kept alive until the promise is settled. */
struct Later {
  template <typename Statistic> static napi_value Call(napi_env env, napi_callback_info info) {
    size_t count = MAX_ARGUMENTS;
    napi_value argument[MAX_ARGUMENTS], promise;
    void *math = nullptr;
    if (napi_get_cb_info(env, info, &count, argument, nullptr, &math) != napi_ok) return nullptr;
    auto *task = new (std::nothrow) Task<Statistic>(static_cast<const fastmath_api *>(math));
    if (task == nullptr) return ThrowOutOfMemory(env, "Computing a statistic", 1);
    if (task->statistic.Read(env, argument) &&
        task->KeepAlive(env, argument, count < MAX_ARGUMENTS ? count : MAX_ARGUMENTS) &&
        task->Start(env, &promise))
      return promise;
    task->Delete(env);
    return nullptr;
  }

private:
  template <typename Statistic> struct Task {
    explicit Task(const fastmath_api *table) : math(table) {}

    bool KeepAlive(napi_env env, const napi_value *argument, size_t count) {
      for (size_t i = 0; i < count; i++) {
        napi_valuetype type;
        napi_ref reference;
        if (napi_typeof(env, argument[i], &type) != napi_ok) return false;
        if (type != napi_object) continue;
        if (napi_create_reference(env, argument[i], 1, &reference) != napi_ok) return false;
        references[i] = reference;
      }
      return true;
    }

    bool Start(napi_env env, napi_value *promise) {
      napi_value name, undefined;
      napi_async_work created;
      if (napi_create_string_utf8(env, "@capsule/stats", NAPI_AUTO_LENGTH, &name) != napi_ok ||
          napi_get_undefined(env, &undefined) != napi_ok ||
          napi_create_async_work(env, nullptr, name, Execute, Complete, this, &created) != napi_ok)
        return false;
      work = created;
      if (napi_create_promise(env, &deferred, promise) != napi_ok) return false;
      if (napi_queue_async_work(env, work) == napi_ok) return true;
      napi_resolve_deferred(env, deferred, undefined); /* frees it; no JavaScript has the promise */
      return false;
    }

    void Delete(napi_env env) {
      for (napi_ref reference : references)
        if (reference != nullptr) napi_delete_reference(env, reference);
      if (work != nullptr) napi_delete_async_work(env, work);
      delete this;
    }

    static void Execute(napi_env, void *data) {
      auto *task = static_cast<Task *>(data);
      task->statistic.Run(task->math);
    }

    /* Node also calls it while a Worker ends; then every call fails, and the promise stays pending.
     */
    static void Complete(napi_env env, napi_status status, void *data) {
      auto *task = static_cast<Task *>(data);
      task->Settle(env, status);
      task->Delete(env);
    }

    void Settle(napi_env env, napi_status status) {
      napi_value value = status == napi_ok ? statistic.Finish(env) : nullptr;
      if (value != nullptr && napi_resolve_deferred(env, deferred, value) == napi_ok) return;
      for (int attempt = 0; attempt < 2; attempt++) {
        ThrowUnlessPending(env);
        if (napi_get_and_clear_last_exception(env, &value) == napi_ok &&
            napi_reject_deferred(env, deferred, value) == napi_ok)
          return;
      }
    }

    const fastmath_api *math;
    Statistic statistic;
    napi_async_work work = nullptr;
    napi_deferred deferred = nullptr;
    napi_ref references[MAX_ARGUMENTS] = {};
  };
};

#endif
