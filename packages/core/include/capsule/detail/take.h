/* take.h: the end of a capsule, and more values that carry the same. */
#ifndef CAPSULE_DETAIL_TAKE_H
#define CAPSULE_DETAIL_TAKE_H

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

static inline napi_value capsule_carry(napi_env env, capsule_envelope *envelope) {
  capsule_refusal refusal;
  napi_value object = NULL;
  capsule_doing(&refusal, "Carrying", envelope->name);
  if (!capsule_state_fits(capsule_state_of(&envelope->state), &refusal))
    return capsule_throw(env, &refusal, NULL);
  capsule_count_add(&envelope->count, (int64_t)CAPSULE_HANDLE);
  const napi_status status = capsule_wrap(env, envelope, &object);
  if (status == napi_ok) {
    capsule_trace("carry", envelope);
    return object;
  }
  capsule_drop(envelope);
  return capsule_throw_status(env, &refusal, status);
}

#endif
