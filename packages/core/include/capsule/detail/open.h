/* open.h: opens, takes and revokes capsules of every kind, and reads labels. */
#ifndef CAPSULE_DETAIL_OPEN_H
#define CAPSULE_DETAIL_OPEN_H

#include "describe.h"
#include "gate.h"

/* Fills in the refusal for a value that the gate has rejected. */
static inline void capsule_gate_refusal(napi_env env, napi_value value, const char *name,
                                        const capsule_gate_result *gate, capsule_refusal *refusal) {
  refusal->status = gate->status;
  if (gate->status == CAPSULE_ABI_UNKNOWN) {
    capsule_append(&refusal->expected, "an envelope whose %s this addon knows", gate->part);
    capsule_append(&refusal->found, "%s %u", gate->part, (unsigned)gate->number);
    capsule_append(&refusal->advice, "Build both addons with the same version of @capsule/core.");
  } else if (gate->status == CAPSULE_ENGINE_REFUSED) {
    capsule_append(&refusal->expected, "Node-API to succeed");
    capsule_append(&refusal->found, "Node-API status %u", (unsigned)gate->number);
  } else if (gate->status == CAPSULE_ENVELOPE_DAMAGED) {
    capsule_append(&refusal->found, "one with a damaged %s", gate->part);
    capsule_refusal_set(refusal, gate->status, "an intact envelope", "",
                        "Some native code has overwritten it.");
  } else {
    capsule_append(&refusal->expected, "a capsule");
    capsule_describe_value(env, value, name, gate->wrapped, &refusal->found, &refusal->advice);
    if (name == NULL || refusal->advice.length > 0) return;
    capsule_append(&refusal->advice, "Pass ");
    capsule_append_export(&refusal->advice, name);
    capsule_append(&refusal->advice, ".");
  }
}

/* Returns the envelope of a capsule that has the name, or any name if that is NULL. Returns NULL
   with the refusal filled in for any other value. Adds no hold. */
static inline capsule_envelope *capsule_get_envelope(napi_env env, napi_value value,
                                                     const char *name, capsule_refusal *refusal) {
  const capsule_gate_result gate = capsule_gate(env, value);
  if (gate.status != CAPSULE_OK) {
    capsule_gate_refusal(env, value, name, &gate, refusal);
    return NULL;
  }
  if (name == NULL || strcmp(gate.envelope->name, name) == 0) return gate.envelope;
  refusal->status = CAPSULE_NAME_MISMATCH;
  capsule_append(&refusal->expected, "a capsule named ");
  capsule_append_name(&refusal->expected, name);
  capsule_append(&refusal->found, "one named ");
  capsule_append_name(&refusal->found, gate.envelope->name);
  capsule_append(&refusal->advice, "Pass ");
  capsule_append_export(&refusal->advice, name);
  capsule_append(&refusal->advice, ".");
  return NULL;
}

static inline void capsule_append_kind(capsule_text *text, uint32_t kind) {
  capsule_append(text, kind == CAPSULE_DATA ? "%s" : "a %s", capsule_kind_name(kind));
}

static inline bool capsule_require_kind(const capsule_envelope *envelope, enum capsule_kind kind,
                                        capsule_refusal *refusal) {
  if (envelope->kind == (uint32_t)kind) return true;
  refusal->status = CAPSULE_KIND_MISMATCH;
  capsule_append(&refusal->expected, "a capsule that holds ");
  capsule_append_kind(&refusal->expected, (uint32_t)kind);
  capsule_append(&refusal->found, "one that holds ");
  capsule_append_kind(&refusal->found, envelope->kind);
  return false;
}

/* Opens contents of any kind except a table. Returns the envelope with a new hold, or NULL with the
   refusal filled in. If a capsule is rejected, the refusal gets its name: the message shows which
   capsule it was, even if the caller accepts any name. */
static inline capsule_envelope *capsule_open_kind(napi_env env, napi_value value, const char *name,
                                                  enum capsule_kind kind,
                                                  capsule_refusal *refusal) {
  uint32_t state;
  capsule_envelope *envelope = capsule_get_envelope(env, value, name, refusal);
  if (envelope != NULL) refusal->name = envelope->name;
  if (envelope != NULL && capsule_require_kind(envelope, kind, refusal) &&
      capsule_require_pin(refusal)) {
    if (capsule_try_hold(envelope, &state)) return envelope;
    capsule_require_live(state, refusal);
  }
  return NULL;
}

/* As capsule_open_kind, but throws the refusal. */
static inline capsule_envelope *capsule_open_or_throw(napi_env env, napi_value value,
                                                      const char *operation, const char *name,
                                                      enum capsule_kind kind) {
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, operation, name);
  capsule_envelope *envelope = capsule_open_kind(env, value, name, kind, &refusal);
  if (envelope != NULL) capsule_trace("open", envelope);
  else capsule_throw(env, &refusal, NULL);
  return envelope;
}

static inline capsule_envelope *capsule_open(napi_env env, napi_value value, const char *name) {
  if (name != NULL) return capsule_open_or_throw(env, value, "Opening", name, CAPSULE_POINTER);
  capsule_throw_invalid_name(env, "Opening", NULL);
  return NULL;
}

static inline capsule_envelope *capsule_open_data(napi_env env, napi_value value,
                                                  const char *name) {
  const char *operation = name == NULL ? "Opening data" : "Opening";
  return capsule_open_or_throw(env, value, operation, name, CAPSULE_DATA);
}

/* Unlike the functions above, adds no hold and returns no envelope: tables are in static storage,
   and never freed. */
static inline const void *capsule_open_table(napi_env env, napi_value value,
                                             const capsule_contract *contract) {
  capsule_refusal refusal;
  const char *name = contract == NULL ? NULL : contract->name;
  if (name == NULL) return capsule_throw_invalid_name(env, "Opening", NULL);
  /* "Opening", with the marker for `capsule doctor` */
  capsule_refusal_init(&refusal, CAPSULE_OPENING_TABLE, name);
  const capsule_envelope *envelope = NULL;
  if (capsule_contract_is_valid(contract, CAPSULE_CONSUMER, &refusal))
    envelope = capsule_get_envelope(env, value, name, &refusal);
  if (envelope != NULL && capsule_require_kind(envelope, CAPSULE_TABLE, &refusal)) {
    const capsule_contract *offered = envelope->contract;
    if (capsule_version_fits(contract, offered, &refusal) &&
        capsule_signatures_fit(contract, offered, &refusal) &&
        capsule_table_is_complete(envelope->pointer, offered, &refusal) &&
        capsule_needed_entries_are_set(envelope->pointer, contract, offered, &refusal) &&
        capsule_require_pin(&refusal)) {
      capsule_trace("open", envelope);
      return envelope->pointer;
    }
    capsule_append(&refusal.advice, "\n  needed by ");
    capsule_append_file(&refusal.advice, contract);
    capsule_append(&refusal.advice, "\n  offered by ");
    capsule_append_escaped(&refusal.advice, envelope->file, CAPSULE_PATH_SIZE);
  }
  capsule_throw(env, &refusal, NULL);
  return NULL;
}

/* Fills in the refusal for a function that has none of the signatures. The message shows at most
   eight of them. */
static inline void capsule_signature_refusal(const capsule_envelope *envelope,
                                             const char *const *signatures, size_t count,
                                             capsule_refusal *refusal) {
  refusal->status = CAPSULE_SIGNATURE_MISMATCH;
  capsule_append(&refusal->expected, count == 0 ? "no function" : "a function ");
  for (size_t i = 0; i < count && i < 8; i++) {
    capsule_append(&refusal->expected, i == 0 ? "" : i + 1 == count ? " or " : ", ");
    capsule_append_escaped(&refusal->expected, signatures[i], 200);
  }
  if (count > 8) capsule_append(&refusal->expected, " and %zu more", count - 8);
  capsule_append_escaped(&refusal->found, envelope->signature, 200);
  capsule_append(&refusal->advice,
                 "Compile the function with an accepted type, and seal it with that.");
  capsule_append(&refusal->advice, "\n  sealed by ");
  capsule_append_escaped(&refusal->advice, envelope->file, CAPSULE_PATH_SIZE);
}

static inline capsule_envelope *capsule_open_function(napi_env env, napi_value value,
                                                      const char *name,
                                                      const char *const *signatures, size_t count,
                                                      size_t *which) {
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, name == NULL ? "Opening a C function" : "Opening", name);
  capsule_envelope *envelope = capsule_open_kind(env, value, name, CAPSULE_FUNCTION, &refusal);
  if (envelope != NULL) {
    for (size_t i = 0; i < count; i++) {
      if (strcmp(signatures[i], envelope->signature) != 0) continue;
      if (which != NULL) *which = i;
      capsule_trace("open", envelope);
      return envelope;
    }
    capsule_signature_refusal(envelope, signatures, count, &refusal);
    capsule_release_as(envelope, "reject");
  } else if (refusal.status == CAPSULE_NOT_A_CAPSULE && refusal.advice.length == 0) {
    capsule_append(&refusal.advice, "Pass a capsule that holds a C function.");
  }
  capsule_throw(env, &refusal, NULL);
  return NULL;
}

static inline capsule_function capsule_function_of(const capsule_envelope *envelope) {
  capsule_function function;
  memcpy(&function, &envelope->pointer, sizeof(function));
  return function;
}

/* Sets the state of an envelope that the caller holds to taken or revoked. If several threads
   try, one succeeds. In the others, this releases the hold and fills in the refusal. */
static inline bool capsule_change_state(capsule_envelope *envelope, enum capsule_state state,
                                        capsule_refusal *refusal) {
  const uint32_t to = (uint32_t)state;
  if (capsule_atomic_compare_exchange(&envelope->state, CAPSULE_STATE_LIVE, to)) {
    capsule_trace(state == CAPSULE_STATE_TAKEN ? "take" : "revoke", envelope);
    return true;
  }
  capsule_require_live(capsule_state_of(envelope), refusal);
  capsule_release_as(envelope, "reject");
  return false;
}

static inline capsule_envelope *capsule_take_kind(napi_env env, napi_value value, const char *name,
                                                  enum capsule_kind kind) {
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Taking", name);
  capsule_envelope *envelope = capsule_open_kind(env, value, name, kind, &refusal);
  if (envelope != NULL && capsule_change_state(envelope, CAPSULE_STATE_TAKEN, &refusal))
    return envelope;
  capsule_throw(env, &refusal, NULL);
  return NULL;
}

static inline capsule_envelope *capsule_take(napi_env env, napi_value value, const char *name) {
  if (name != NULL) return capsule_take_kind(env, value, name, CAPSULE_POINTER);
  capsule_throw_invalid_name(env, "Taking", NULL);
  return NULL;
}

static inline bool capsule_revoke(napi_env env, napi_value value, const char *name) {
  capsule_refusal refusal;
  uint32_t state;
  if (name == NULL) {
    capsule_throw_invalid_name(env, "Revoking", NULL);
    return false;
  }
  capsule_refusal_init(&refusal, "Revoking", name);
  capsule_envelope *envelope = capsule_get_envelope(env, value, name, &refusal);
  if (envelope != NULL && envelope->kind == CAPSULE_TABLE) {
    capsule_refusal_set(
        &refusal, CAPSULE_KIND_MISMATCH, "a capsule that holds a pointer, a function or data",
        "one that holds a table", "A consumer that has opened a table may call it at any time.");
  } else if (envelope != NULL && !capsule_try_hold(envelope, &state)) {
    capsule_require_live(state, &refusal);
  } else if (envelope != NULL && capsule_change_state(envelope, CAPSULE_STATE_REVOKED, &refusal)) {
    capsule_release(envelope);
    return true;
  }
  capsule_throw(env, &refusal, NULL);
  return false;
}

static inline capsule_envelope *capsule_take_data(napi_env env, napi_value value,
                                                  const char *name) {
  return capsule_take_kind(env, value, name, CAPSULE_DATA);
}

static inline capsule_status capsule_check(napi_env env, napi_value value, const char *name) {
  const capsule_gate_result gate = capsule_gate(env, value);
  if (gate.status != CAPSULE_OK) return gate.status;
  if (name != NULL && strcmp(gate.envelope->name, name) != 0) return CAPSULE_NAME_MISMATCH;
  return capsule_status_of_state(capsule_state_of(gate.envelope));
}

static inline bool capsule_label(napi_env env, napi_value value, capsule_info *info) {
  const capsule_gate_result gate = capsule_gate(env, value);
  const capsule_envelope *envelope = gate.envelope;
  if (gate.status != CAPSULE_OK) {
    capsule_refusal refusal;
    capsule_refusal_init(&refusal, "Reading a label", NULL);
    capsule_gate_refusal(env, value, NULL, &gate, &refusal);
    capsule_throw(env, &refusal, NULL);
    return false;
  }
  info->kind = (enum capsule_kind)envelope->kind;
  info->name = envelope->name;
  info->file = envelope->file;
  info->context = envelope->context;
  info->destructor = envelope->destructor;
  info->state = (enum capsule_state)capsule_state_of(envelope);
  info->contract = envelope->kind <= CAPSULE_TABLE ? envelope->contract : NULL;
  info->signature = envelope->kind == CAPSULE_FUNCTION ? envelope->signature : NULL;
  info->data = envelope->kind == CAPSULE_DATA ? envelope->data : NULL;
  info->variant = capsule_variant_of(envelope);
  return true;
}

#endif
