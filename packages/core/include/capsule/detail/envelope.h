/* envelope.h: the life of an envelope. No Node-API here. */
#ifndef CAPSULE_DETAIL_ENVELOPE_H
#define CAPSULE_DETAIL_ENVELOPE_H

/* Ends the contents, unless somebody has. The caller keeps the envelope alive. */
static inline void capsule_end(capsule_envelope *envelope) {
  if (!capsule_word_change(&envelope->ended, 0, 1)) return;
  capsule_trace_count("destroy", envelope,
                      capsule_count_of(&envelope->count) - CAPSULE_HANDLE); /* of who ends it */
  if (envelope->destructor != NULL) envelope->destructor(envelope->pointer, envelope->context);
}

static inline void capsule_destroy(capsule_envelope *envelope) {
  /* A destructor that holds and releases what is ending must not end it once more. */
  capsule_count_add(&envelope->count, CAPSULE_HANDLE);
  capsule_end(envelope);
  capsule_untrack(envelope);
  free(envelope);
}

/* Gives up what a JavaScript value has counted. */
static inline void capsule_drop(capsule_envelope *envelope) {
  if (capsule_count_add(&envelope->count, -(int64_t)CAPSULE_HANDLE) == 0)
    envelope->destroy(envelope);
}

static inline void capsule_hold(capsule_envelope *envelope) {
  capsule_count_add(&envelope->count, 1);
  capsule_trace("hold", envelope);
}

/* While state and count are looked at, the hold counts as a JavaScript value does: without anything,
   the envelope could be gone. The count is looked at after the state: once that is not live, nobody
   gets a hold any more, and then only does no hold mean that none is left. */
static inline void capsule_give_up(capsule_envelope *envelope, const char *verb) {
  const uint64_t count = capsule_count_add(&envelope->count, (int64_t)CAPSULE_HANDLE - 1);
  capsule_trace_count(verb, envelope, count - CAPSULE_HANDLE);
  if (capsule_state_of(&envelope->state) != CAPSULE_STATE_LIVE &&
      (uint32_t)capsule_count_of(&envelope->count) == 0)
    capsule_end(envelope);
  capsule_drop(envelope);
}

static inline void capsule_release(capsule_envelope *envelope) {
  if (envelope != NULL) capsule_give_up(envelope, "release");
}

/* Holds an envelope, if its contents are still to be had. The hold comes first: whoever ends the life
   of the contents sets the state and then looks at the count, so that one of the two notices the
   other. On false nothing is held, and `state` says why. */
static inline bool capsule_hold_live(capsule_envelope *envelope, uint32_t *state) {
  capsule_count_add(&envelope->count, 1);
  *state = capsule_state_of(&envelope->state);
  if (*state == CAPSULE_STATE_LIVE) return true;
  capsule_give_up(envelope, "refuse");
  return false;
}

static inline bool capsule_is_exclusive(const capsule_envelope *envelope) {
  return capsule_state_of(&envelope->state) == CAPSULE_STATE_TAKEN &&
         (uint32_t)capsule_count_of(&envelope->count) == 1;
}

#endif
