/* open.h: from a JavaScript value to a pointer that fits what this addon was compiled for. */
#ifndef CAPSULE_DETAIL_OPEN_H
#define CAPSULE_DETAIL_OPEN_H

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

/* Whether contents in this state are still to be had. */
static inline bool capsule_state_fits(uint32_t state, capsule_refusal *refusal) {
  if (state == CAPSULE_STATE_LIVE) return true;
  refusal->status = state == CAPSULE_STATE_TAKEN ? CAPSULE_TAKEN : CAPSULE_REVOKED;
  capsule_say(&refusal->expected, "contents that are still to be had");
  capsule_say(&refusal->found, "a capsule whose contents were %s", capsule_state_name(state));
  capsule_say(&refusal->advice, "Ask its producer for another one.");
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
