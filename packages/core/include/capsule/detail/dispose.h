/* dispose.h: ends owned contents when JavaScript asks for it, and finds Symbol.dispose. */
#ifndef CAPSULE_DETAIL_DISPOSE_H
#define CAPSULE_DETAIL_DISPOSE_H

#include "open.h"

/* ---- The environment of a thread ------------------------------------------------------------- */

/* What this translation unit knows about the environment of the current thread, from its first
   sealing until it is torn down. If an addon is loaded twice in one environment, the second
   instance is not cached. */
typedef struct capsule_environment {
  napi_env env;
  napi_ref dispose; /* Symbol.dispose; NULL if the engine has none */
  uint32_t id;      /* never the same as that of another environment, and not 0 */
} capsule_environment;

static CAPSULE_THREAD_LOCAL capsule_environment capsule_this_environment = {NULL, NULL, 0};

/* A cleanup hook. */
static inline void capsule_forget_environment(void *environment) {
  capsule_environment *const here = (capsule_environment *)environment;
  if (here->dispose != NULL) napi_delete_reference(here->env, here->dispose);
  here->env = NULL;
}

static inline napi_status capsule_remember_environment(napi_env env, napi_value dispose) {
  static uint32_t environments = 0;
  capsule_environment *const here = &capsule_this_environment;
  napi_status status = napi_ok;
  here->dispose = NULL;
  if (dispose != NULL) status = napi_create_reference(env, dispose, 1, &here->dispose);
  if (status != napi_ok) return status;
  status = napi_add_env_cleanup_hook(env, capsule_forget_environment, here);
  if (status != napi_ok) {
    if (here->dispose != NULL) napi_delete_reference(env, here->dispose);
    return status;
  }
  do here->id = capsule_atomic_load_32(&environments) + 1;
  while (here->id == 0 || !capsule_atomic_compare_exchange(&environments, here->id - 1, here->id));
  here->env = env;
  return napi_ok;
}

/* Sets `is` to whether an object has a property with this name that is a constant: neither writable
   nor an accessor. Engines list accessors as writable. Reads no property of the object. */
static inline napi_status capsule_is_constant(napi_env env, napi_value object, const char *name,
                                              bool *is) {
  napi_value key, keys;
  uint32_t count = 0;
  *is = false;
  napi_status status = napi_create_string_latin1(env, name, NAPI_AUTO_LENGTH, &key);
  if (status == napi_ok) status = napi_has_own_property(env, object, key, is);
  if (status != napi_ok || !*is) return status;
  status = napi_get_all_property_names(env, object, napi_key_own_only, napi_key_writable,
                                       napi_key_keep_numbers, &keys);
  if (status == napi_ok) status = napi_get_array_length(env, keys, &count);
  for (uint32_t i = 0; i < count && status == napi_ok && *is; i++) {
    napi_value each;
    bool same = false;
    status = napi_get_element(env, keys, i, &each);
    if (status == napi_ok) status = napi_strict_equals(env, each, key, &same);
    *is = !same;
  }
  return status;
}

/* Finds Symbol.dispose. Sets it to NULL if the engine has none.

   The constructor comes from the prototype of a symbol, not from the global object, which a script
   may have replaced or given accessors. Only a constant is read from it, as `dispose` is in every
   engine, and nothing from a Proxy, which has no prototype here. */
static inline napi_status capsule_find_dispose(napi_env env, napi_value *dispose) {
  napi_value symbol, prototype, constructor = NULL;
  napi_valuetype type = napi_undefined;
  bool constant = false;
  *dispose = NULL;
  napi_status status = napi_create_symbol(env, NULL, &symbol);
  if (status == napi_ok) status = napi_coerce_to_object(env, symbol, &symbol);
  if (status == napi_ok) status = napi_get_prototype(env, symbol, &prototype);
  if (status == napi_ok)
    status = napi_get_named_property(env, prototype, "constructor", &constructor);
  if (status == napi_ok) status = napi_typeof(env, constructor, &type);
  if (status != napi_ok || type != napi_function) return status;
  status = napi_get_prototype(env, constructor, &prototype);
  if (status == napi_ok) status = napi_typeof(env, prototype, &type);
  if (status != napi_ok || type != napi_function) return status;
  status = capsule_is_constant(env, constructor, "dispose", &constant);
  if (status != napi_ok || !constant) return status;
  status = napi_get_named_property(env, constructor, "dispose", dispose);
  if (status == napi_ok) status = napi_typeof(env, *dispose, &type);
  if (status != napi_ok || type != napi_symbol) *dispose = NULL;
  return status;
}

/* Finds Symbol.dispose when it is called first in an environment, and remembers it from then on. */
static inline napi_status capsule_get_dispose(napi_env env, napi_value *dispose) {
  const capsule_environment *const here = &capsule_this_environment;
  *dispose = NULL;
  if (here->env == env)
    return here->dispose == NULL ? napi_ok : napi_get_reference_value(env, here->dispose, dispose);
  const napi_status status = capsule_find_dispose(env, dispose);
  return status == napi_ok && here->env == NULL ? capsule_remember_environment(env, *dispose)
                                                : status;
}

/* ---- Disposing ------------------------------------------------------------------------------- */

/* Whether the contents end with the capsule, so that JavaScript may end them earlier. */
static inline bool capsule_is_owned(const capsule_envelope *envelope) {
  return envelope->kind != CAPSULE_TABLE && envelope->destructor != NULL;
}

/* Ends live contents, and does nothing otherwise: they have ended, or belong to a taker. `disposed`
   is set before the state, so that a thread that is rejected finds the reason. It stays set if
   another thread revokes at this moment: then both are true. */
static inline void capsule_end_contents(capsule_envelope *envelope) {
  uint32_t state;
  if (!capsule_try_hold(envelope, &state)) return;
  const bool has_end = capsule_has_end(envelope);
  if (has_end) capsule_atomic_compare_exchange(&envelope->disposed, 0, 1);
  if (capsule_atomic_compare_exchange(&envelope->state, CAPSULE_STATE_LIVE,
                                      CAPSULE_STATE_REVOKED)) {
    capsule_trace("dispose", envelope);
    if (has_end && envelope->withdraw != NULL) envelope->withdraw(envelope);
    capsule_release(envelope);
  } else {
    capsule_release_as(envelope, "reject");
  }
}

static inline bool capsule_dispose(napi_env env, napi_value value) {
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Disposing", NULL);
  capsule_envelope *envelope = capsule_get_envelope(env, value, NULL, &refusal);
  if (envelope != NULL) refusal.name = envelope->name;
  if (envelope != NULL && !capsule_is_owned(envelope)) {
    capsule_append(&refusal.found, "one that holds ");
    capsule_append_kind(&refusal.found, envelope->kind);
    const bool is_table = envelope->kind == CAPSULE_TABLE;
    capsule_refusal_set(&refusal, CAPSULE_NOT_OWNED, "a capsule that owns its contents",
                        is_table ? "" : " without a destructor",
                        is_table ? "A table lives until the process ends: there is nothing to end."
                                 : "Its producer keeps the contents alive: there is nothing to "
                                   "end.");
    envelope = NULL;
  } else if (envelope != NULL && !capsule_require_pin(&refusal)) {
    envelope = NULL;
  }
  if (envelope == NULL) {
    capsule_throw(env, &refusal, NULL);
    return false;
  }
  capsule_end_contents(envelope);
  return true;
}

/* capsule[Symbol.dispose](), which the end of a block with `using` calls. */
static inline napi_value capsule_dispose_method(napi_env env, napi_callback_info info) {
  napi_value self = NULL;
  if (napi_get_cb_info(env, info, NULL, NULL, &self, NULL) != napi_ok) return capsule_fail(env);
  capsule_dispose(env, self);
  return NULL;
}

#endif
