/* open.h: from a JavaScript value to a pointer that fits what this addon was compiled for. */
#ifndef CAPSULE_DETAIL_OPEN_H
#define CAPSULE_DETAIL_OPEN_H

#include "gate.h"

/* Through the gate, and the name compared; a NULL name stands for any. Gives the envelope, or NULL with
   the refusal filled in. */
static inline capsule_envelope *capsule_expect(napi_env env, napi_value value, const char *name,
                                               capsule_refusal *refusal) {
  const capsule_passage passage = capsule_gate(env, value);
  if (passage.status != CAPSULE_OK) {
    capsule_explain(env, value, name, &passage, refusal);
    return NULL;
  }
  if (name == NULL || strcmp(passage.envelope->name, name) == 0) return passage.envelope;
  refusal->status = CAPSULE_NAME_MISMATCH;
  capsule_say(&refusal->expected, "a capsule named ");
  capsule_quote_name(&refusal->expected, name);
  capsule_say(&refusal->found, "one named ");
  capsule_quote_name(&refusal->found, passage.envelope->name);
  capsule_say(&refusal->advice, "Pass ");
  capsule_say_export(&refusal->advice, name);
  capsule_say(&refusal->advice, ".");
  return NULL;
}

static inline const char *capsule_kind_name(uint32_t kind) {
  static const char *const kinds[] = {"nothing", "a pointer", "a table", "a function", "data"};
  return kinds[kind <= CAPSULE_DATA ? kind : 0];
}

static inline bool capsule_kind_fits(const capsule_envelope *envelope, enum capsule_kind kind,
                                     capsule_refusal *refusal) {
  if (envelope->kind == (uint32_t)kind) return true;
  refusal->status = CAPSULE_KIND_MISMATCH;
  capsule_say(&refusal->expected, "a capsule that holds %s", capsule_kind_name((uint32_t)kind));
  capsule_say(&refusal->found, "one that holds %s", capsule_kind_name(envelope->kind));
  return false;
}

/* Opens contents that are counted: everything but tables. Gives a hold. */
static inline capsule_envelope *capsule_open_kind(napi_env env, napi_value value, const char *name,
                                                  enum capsule_kind kind,
                                                  capsule_refusal *refusal) {
  uint32_t state;
  capsule_envelope *envelope = capsule_expect(env, value, name, refusal);
  if (envelope != NULL) refusal->name = envelope->name;
  if (envelope != NULL && capsule_kind_fits(envelope, kind, refusal)) {
    if (capsule_hold_live(envelope, &state)) return envelope;
    capsule_state_fits(state, refusal);
  }
  return NULL;
}

static inline capsule_envelope *capsule_open(napi_env env, napi_value value, const char *name) {
  capsule_refusal refusal;
  if (name == NULL) {
    capsule_refuse_name(env, "Opening", NULL);
    return NULL;
  }
  capsule_doing(&refusal, "Opening", name);
  capsule_envelope *envelope = capsule_open_kind(env, value, name, CAPSULE_POINTER, &refusal);
  if (envelope != NULL) capsule_trace("open", envelope);
  else capsule_throw(env, &refusal, NULL);
  return envelope;
}

static inline const void *capsule_open_table(napi_env env, napi_value value,
                                             const capsule_contract *contract) {
  capsule_refusal refusal;
  const char *name = contract == NULL ? NULL : contract->name;
  if (name == NULL) return capsule_refuse_name(env, "Opening", NULL);
  capsule_doing(&refusal, CAPSULE_OPENING_TABLE, name);
  const capsule_envelope *envelope = NULL;
  if (capsule_contract_is_sound(contract, CAPSULE_CONSUMER, &refusal))
    envelope = capsule_expect(env, value, name, &refusal);
  if (envelope != NULL && capsule_kind_fits(envelope, CAPSULE_TABLE, &refusal)) {
    const capsule_contract *offered = envelope->contract;
    if (capsule_version_fits(contract, offered, &refusal) &&
        capsule_signatures_fit(contract, offered, &refusal) &&
        capsule_table_holds(envelope->pointer, offered, &refusal) &&
        capsule_needed_is_there(envelope->pointer, contract, offered, &refusal)) {
      capsule_trace("open", envelope);
      return envelope->pointer;
    }
    capsule_say(&refusal.advice, "\n  needed by ");
    capsule_say_file(&refusal.advice, contract);
    capsule_say(&refusal.advice, "\n  offered by %s", envelope->file);
  }
  capsule_throw(env, &refusal, NULL);
  return NULL;
}

/* Writes down that a function has none of the signatures; eight are shown. */
static inline void capsule_refuse_signature(const capsule_envelope *envelope,
                                            const char *const *signatures, size_t count,
                                            capsule_refusal *refusal) {
  refusal->status = CAPSULE_SIGNATURE_MISMATCH;
  capsule_say(&refusal->expected, count == 0 ? "no function" : "a function ");
  for (size_t i = 0; i < count && i < 8; i++)
    capsule_say(&refusal->expected, "%s%.200s",
                i == 0           ? ""
                : i + 1 == count ? " or "
                                 : ", ",
                signatures[i]);
  if (count > 8) capsule_say(&refusal->expected, " and %zu more", count - 8);
  capsule_say(&refusal->found, "%.200s", envelope->signature);
  capsule_say(&refusal->advice, "Compile it with a type that is taken, and seal it as that.");
  capsule_say(&refusal->advice, "\n  sealed by %s", envelope->file);
}

static inline capsule_envelope *capsule_open_function(napi_env env, napi_value value,
                                                      const char *name,
                                                      const char *const *signatures, size_t count,
                                                      size_t *which) {
  capsule_refusal refusal;
  capsule_doing(&refusal, name == NULL ? "Opening a C function" : "Opening", name);
  capsule_envelope *envelope = capsule_open_kind(env, value, name, CAPSULE_FUNCTION, &refusal);
  if (envelope != NULL) {
    for (size_t i = 0; i < count; i++) {
      if (strcmp(signatures[i], envelope->signature) != 0) continue;
      if (which != NULL) *which = i;
      capsule_trace("open", envelope);
      return envelope;
    }
    capsule_refuse_signature(envelope, signatures, count, &refusal);
    capsule_release(envelope);
  } else if (refusal.status == CAPSULE_NOT_A_CAPSULE && refusal.advice.length == 0) {
    capsule_say(&refusal.advice, "Pass a capsule that holds a C function.");
  }
  capsule_throw(env, &refusal, NULL);
  return NULL;
}

static inline capsule_function capsule_function_of(const capsule_envelope *envelope) {
  capsule_function function;
  memcpy(&function, &envelope->pointer, sizeof(function));
  return function;
}

static inline capsule_envelope *capsule_open_data(napi_env env, napi_value value,
                                                  const char *name) {
  capsule_refusal refusal;
  capsule_doing(&refusal, name == NULL ? "Opening data" : "Opening", name);
  capsule_envelope *envelope = capsule_open_kind(env, value, name, CAPSULE_DATA, &refusal);
  if (envelope != NULL) capsule_trace("open", envelope);
  else capsule_throw(env, &refusal, NULL);
  return envelope;
}

/* Ends the life of held contents as something to be opened; of several who try, one succeeds. When it
   is not this one, the hold is given up, and the refusal says what has happened. */
static inline bool capsule_spend(capsule_envelope *envelope, enum capsule_state state,
                                 capsule_refusal *refusal) {
  const uint32_t to = (uint32_t)state;
  if (capsule_word_change(&envelope->state, CAPSULE_STATE_LIVE, to)) {
    capsule_trace(state == CAPSULE_STATE_TAKEN ? "take" : "revoke", envelope);
    return true;
  }
  capsule_state_fits(capsule_state_of(&envelope->state), refusal);
  capsule_release(envelope);
  return false;
}

static inline capsule_envelope *capsule_take_kind(napi_env env, napi_value value, const char *name,
                                                  enum capsule_kind kind) {
  capsule_refusal refusal;
  capsule_doing(&refusal, "Taking", name);
  capsule_envelope *envelope = capsule_open_kind(env, value, name, kind, &refusal);
  if (envelope != NULL && capsule_spend(envelope, CAPSULE_STATE_TAKEN, &refusal)) return envelope;
  capsule_throw(env, &refusal, NULL);
  return NULL;
}

static inline capsule_envelope *capsule_take(napi_env env, napi_value value, const char *name) {
  if (name != NULL) return capsule_take_kind(env, value, name, CAPSULE_POINTER);
  capsule_refuse_name(env, "Taking", NULL);
  return NULL;
}

static inline bool capsule_revoke(napi_env env, napi_value value, const char *name) {
  capsule_refusal refusal;
  uint32_t state;
  if (name == NULL) {
    capsule_refuse_name(env, "Revoking", NULL);
    return false;
  }
  capsule_doing(&refusal, "Revoking", name);
  capsule_envelope *envelope = capsule_expect(env, value, name, &refusal);
  if (envelope != NULL && envelope->kind == CAPSULE_TABLE) {
    refusal.status = CAPSULE_KIND_MISMATCH;
    capsule_say(&refusal.expected, "a capsule that holds a pointer, a function or data");
    capsule_say(&refusal.found, "one that holds a table");
    capsule_say(&refusal.advice, "Whoever has opened a table may call it for ever.");
  } else if (envelope != NULL && !capsule_hold_live(envelope, &state)) {
    capsule_state_fits(state, &refusal);
  } else if (envelope != NULL && capsule_spend(envelope, CAPSULE_STATE_REVOKED, &refusal)) {
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
  const capsule_passage passage = capsule_gate(env, value);
  if (passage.status != CAPSULE_OK) return passage.status;
  if (name != NULL && strcmp(passage.envelope->name, name) != 0) return CAPSULE_NAME_MISMATCH;
  const uint32_t state = capsule_state_of(&passage.envelope->state);
  return state == CAPSULE_STATE_LIVE    ? CAPSULE_OK
         : state == CAPSULE_STATE_TAKEN ? CAPSULE_TAKEN
                                        : CAPSULE_REVOKED;
}

static inline bool capsule_label(napi_env env, napi_value value, capsule_info *info) {
  const capsule_passage passage = capsule_gate(env, value);
  const capsule_envelope *envelope = passage.envelope;
  if (passage.status != CAPSULE_OK) {
    capsule_refusal refusal;
    capsule_doing(&refusal, "Reading a label", NULL);
    capsule_explain(env, value, NULL, &passage, &refusal);
    capsule_throw(env, &refusal, NULL);
    return false;
  }
  info->kind = (enum capsule_kind)envelope->kind;
  info->name = envelope->name;
  info->file = envelope->file;
  info->context = envelope->context;
  info->destructor = envelope->destructor;
  info->state = (enum capsule_state)capsule_state_of(&envelope->state);
  info->contract = envelope->kind == CAPSULE_TABLE ? envelope->contract : NULL;
  info->signature = envelope->kind == CAPSULE_FUNCTION ? envelope->signature : NULL;
  info->data = envelope->kind == CAPSULE_DATA ? envelope->data : NULL;
  info->variant =
      envelope->kind == CAPSULE_TABLE ? ((const capsule_table *)envelope->pointer)->variant : NULL;
  return true;
}

#endif
