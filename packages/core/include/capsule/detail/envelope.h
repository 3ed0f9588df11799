/* envelope.h: the life of an envelope. No Node-API here but the shape of a finalizer. */
#ifndef CAPSULE_DETAIL_ENVELOPE_H
#define CAPSULE_DETAIL_ENVELOPE_H

static inline void capsule_hold(capsule_envelope *envelope) {
  capsule_count_add(&envelope->count, 1);
}

static inline void capsule_release(capsule_envelope *envelope) {
  if (envelope != NULL && capsule_count_add(&envelope->count, -1) == 0) envelope->destroy(envelope);
}

/* Holds an envelope, if its contents are still to be had. The hold comes first: whoever ends the life
   of the contents sets the state and then looks at the count, so that one of the two notices the
   other. On false nothing is held, and `state` says why. */
static inline bool capsule_hold_live(capsule_envelope *envelope, uint32_t *state) {
  capsule_hold(envelope);
  *state = capsule_state_of(&envelope->state);
  if (*state == CAPSULE_LIVE) return true;
  capsule_release(envelope);
  return false;
}

static inline void capsule_destroy(capsule_envelope *envelope) {
  if (envelope->destructor != NULL) envelope->destructor(envelope->pointer, envelope->context);
  free(envelope);
}

/* The engine collected the JavaScript value, or its environment is going away: its hold ends. */
static inline void capsule_finalize(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  capsule_release((capsule_envelope *)data);
}

#endif
