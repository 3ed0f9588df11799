/* value.h: makes the JavaScript objects that carry envelopes, and reports to the engine how much
   memory they keep alive. */
#ifndef CAPSULE_DETAIL_VALUE_H
#define CAPSULE_DETAIL_VALUE_H

#include "dispose.h"

/* The method that console.log calls. It never throws, for any `this`. */
static inline napi_value capsule_inspect_method(napi_env env, napi_callback_info info) {
  napi_value self = NULL, result = NULL;
  capsule_text text;
  capsule_text_clear(&text);
  if (napi_get_cb_info(env, info, NULL, NULL, &self, NULL) != napi_ok) return NULL;
  const capsule_gate_result gate = capsule_gate(env, self);
  if (gate.status == CAPSULE_OK) capsule_append_label(&text, gate.envelope);
  else capsule_append(&text, "[Not a capsule]");
  return napi_create_string_utf8(env, text.bytes, text.length, &result) == napi_ok ? result : NULL;
}

/* Makes a frozen, tagged object. It has an inspect method, under the symbols of Node (and Bun) and
   of Deno. If it owns its contents and the engine has Symbol.dispose, it has that method too. */
static inline napi_status capsule_create_object(napi_env env, const capsule_envelope *envelope,
                                                napi_value *object) {
  static const char *const symbols[] = {"nodejs.util.inspect.custom", "Deno.customInspect"};
  napi_property_descriptor properties[3];
  napi_value method = NULL, dispose = NULL;
  size_t count = 2;
  napi_status status = napi_create_object(env, object);
  if (status == napi_ok)
    status = napi_create_function(env, "inspect", NAPI_AUTO_LENGTH, capsule_inspect_method, NULL,
                                  &method);
  memset(properties, 0, sizeof(properties));
  for (int i = 0; i < 2 && status == napi_ok; i++) {
    status = node_api_symbol_for(env, symbols[i], NAPI_AUTO_LENGTH, &properties[i].name);
    properties[i].value = method;
  }
  if (status == napi_ok) status = capsule_get_dispose(env, &dispose);
  if (dispose != NULL && capsule_is_owned(envelope)) {
    properties[count].name = dispose;
    properties[count++].method = capsule_dispose_method;
  }
  if (status == napi_ok) status = napi_define_properties(env, *object, count, properties);
  if (status == napi_ok) status = napi_type_tag_object(env, *object, &capsule_tag);
  if (status == napi_ok) status = napi_object_freeze(env, *object);
  return status;
}

/* The number of bytes that the contents keep alive; 0 if it is unknown. */
static inline size_t capsule_size_of(const capsule_envelope *envelope) {
  if (envelope->kind == CAPSULE_DATA) return capsule_data_span(envelope->data);
  return capsule_is_owned(envelope) && capsule_has_end(envelope) ? envelope->bytes : 0;
}

/* Reports to the engine that a value keeps contents alive (sign 1), or no longer does (sign -1).
   The size is capped: engines abort on impossible ones, and data may span more memory than it owns.
   Returns whether it was reported: engines abort when more is taken back than was reported. */
static inline bool capsule_report_size(napi_env env, const capsule_envelope *envelope, int sign) {
  const size_t cap = (size_t)1 << 30 << (sizeof(size_t) > 4 ? 12 : 0);
  const size_t size = capsule_size_of(envelope);
  int64_t total;
  if (size == 0) return false;
  return napi_adjust_external_memory(env, sign * (int64_t)(size < cap ? size : cap), &total) ==
         napi_ok;
}

/* `withdraw` of envelopes that this translation unit has sealed: takes back the size that was
   reported for the sealed value, if this is the thread of its environment. Otherwise the finalizer
   of the value does. */
static inline void capsule_withdraw_size(capsule_envelope *envelope) {
  const capsule_environment *const here = &capsule_this_environment;
  if (here->env != NULL && capsule_atomic_compare_exchange(&envelope->reported, here->id, 0))
    capsule_report_size(here->env, envelope, -1);
}

/* Runs when the JavaScript value is garbage-collected, or its environment is torn down. The hint is
   NULL if no size was reported for this value. It is the address of `reported` for the sealed
   value, whose size may have been taken back already. */
static inline void capsule_finalize(napi_env env, void *data, void *hint) {
  capsule_envelope *envelope = (capsule_envelope *)data;
  uint32_t *const reported = (uint32_t *)hint;
  if (reported != NULL) {
    const uint32_t id = reported == &envelope->reported ? capsule_atomic_load_32(reported) : 0;
    if (reported != &envelope->reported ||
        (id != 0 && capsule_atomic_compare_exchange(reported, id, 0)))
      capsule_report_size(env, envelope, -1);
  }
  capsule_release_value(envelope);
}

/* Makes a JavaScript value for an envelope; `sealed` if it is the first. The caller has already
   added its count. Wrapping is the last step: on failure the caller still owns that count. */
static inline napi_status capsule_wrap(napi_env env, capsule_envelope *envelope, bool sealed,
                                       napi_value *object) {
  static uint32_t carried = 0;
  napi_status status = capsule_create_object(env, envelope, object);
  if (status != napi_ok) return status;
  uint32_t *reported = NULL;
  if (capsule_report_size(env, envelope, 1)) reported = sealed ? &envelope->reported : &carried;
  if (sealed && reported != NULL) {
    const capsule_environment *const here = &capsule_this_environment;
    envelope->reported = here->env == env ? here->id : UINT32_MAX;
    envelope->withdraw = capsule_withdraw_size;
  }
  status = napi_wrap(env, *object, envelope, capsule_finalize, reported, NULL);
  if (status != napi_ok && reported != NULL) capsule_report_size(env, envelope, -1);
  return status;
}

#endif
