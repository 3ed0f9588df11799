/* envelope.h: counts the holds of an envelope, destroys its contents and frees its memory. */
#ifndef CAPSULE_DETAIL_ENVELOPE_H
#define CAPSULE_DETAIL_ENVELOPE_H

#include "record.h"

/* The type tag of every capsule: it proves that a JavaScript value wraps an envelope. Name, kind
   and version are in the envelope. */
static const napi_type_tag capsule_tag = {UINT64_C(0x9f1d6ae0c3b84e57),
                                          UINT64_C(0xa42b7c05e918d36f)};

static inline napi_status capsule_check_tag(napi_env env, napi_value object, bool *tagged) {
  *tagged = false;
  return napi_check_object_type_tag(env, object, &capsule_tag, tagged);
}

/* ---- What opening and sealing require ------------------------------------------------------ */

static inline capsule_status capsule_status_of_state(uint32_t state) {
  return state == CAPSULE_STATE_LIVE       ? CAPSULE_OK
         : state == CAPSULE_STATE_TAKEN    ? CAPSULE_TAKEN
         : state == CAPSULE_STATE_DISPOSED ? CAPSULE_DISPOSED
                                           : CAPSULE_REVOKED;
}

/* Rejects contents that were taken, revoked or disposed. */
static inline bool capsule_require_live(uint32_t state, capsule_refusal *refusal) {
  refusal->status = capsule_status_of_state(state);
  if (refusal->status == CAPSULE_OK) return true;
  capsule_append(&refusal->expected, "contents that are still available");
  capsule_append(&refusal->found, "a capsule whose contents were %s", capsule_state_name(state));
  capsule_append(&refusal->advice, "%s",
                 state == CAPSULE_STATE_DISPOSED
                     ? "Create another one, and dispose of it after its last use, in any thread: "
                       "dispose() and the end of a block with `using` end the contents."
                     : "Ask its producer for another one.");
  return false;
}

/* Pins this addon. Code that has opened or sealed something may run on any thread, also when the
   Worker that loaded the addon has exited. */
static inline bool capsule_require_pin(capsule_refusal *refusal) {
  if (capsule_pin_self()) return true;
  capsule_refusal_set(refusal, CAPSULE_NOT_PINNED,
                      "an addon that the system can keep in memory until the process ends",
                      "one that it cannot keep", "Load it from its file, as require does.");
  return false;
}

/* ---- Counting and destruction ---------------------------------------------------------------- */

/* Calls the destructor, which must not throw. If it throws in C++, the process ends here: a caller
   that catches the exception would continue with contents that are half destroyed. C cannot catch
   it. */
static inline void capsule_call_destructor(const capsule_envelope *envelope) {
#ifdef __cpp_exceptions
  try {
    envelope->destructor(envelope->pointer, envelope->context);
  } catch (...) {
    capsule_text name;
    capsule_text_clear(&name);
    capsule_append_name(&name, envelope->name);
    fprintf(stderr,
            "Destroying %s: expected a destructor that does not throw, found one that has thrown "
            "an exception. Catch it in the destructor.\n",
            name.bytes);
    std::terminate(); /* prints the exception */
  }
#else
  envelope->destructor(envelope->pointer, envelope->context);
#endif
}

/* Calls the destructor, unless it was called before. The caller keeps the envelope alive. */
static inline void capsule_destroy_contents(capsule_envelope *envelope) {
  if (!capsule_atomic_compare_exchange(&envelope->ended, 0, 1)) return;
  const bool debug = capsule_debug_enabled();
  if (debug)
    capsule_write_event("destroy", envelope,
                        capsule_atomic_load_64(&envelope->count) -
                            CAPSULE_HANDLE); /* without the count of the caller */
  if (envelope->destructor != NULL) capsule_call_destructor(envelope);
  if (debug) capsule_notify("destroyed", envelope);
}

static inline void capsule_destroy(capsule_envelope *envelope) {
  /* Keeps the count above 0 while the destructor runs, which may hold and release the envelope. */
  capsule_atomic_add(&envelope->count, CAPSULE_HANDLE);
  capsule_destroy_contents(envelope);
  if (!capsule_untrack(envelope)) free(envelope);
}

/* Releases the count of a JavaScript value. */
static inline void capsule_release_value(capsule_envelope *envelope) {
  if (capsule_atomic_add(&envelope->count, -(int64_t)CAPSULE_HANDLE) == 0)
    envelope->destroy(envelope);
}

static inline void capsule_hold(capsule_envelope *envelope) {
  capsule_pin_self(); /* the holder may have got the envelope from C code, without opening it */
  const bool debug = capsule_debug_enabled();
  if (debug && !capsule_debug_is_usable("late hold", envelope)) return;
  const uint64_t count = capsule_atomic_add(&envelope->count, 1);
  if (debug) capsule_debug_held(envelope, count);
}

/* Releases a hold. If the contents were taken or revoked and this was the last hold, calls the
   destructor.

   While the state and the count are read, the hold is counted as a JavaScript value: otherwise
   another thread could free the envelope. The state is read before the count: once it is not live,
   no new hold can begin, so a hold count of 0 is final. */
static inline void capsule_release_as(capsule_envelope *envelope, const char *event) {
  const bool debug = capsule_debug_enabled();
  if (debug && !capsule_debug_is_usable("late release", envelope)) return;
  const uint64_t count = capsule_atomic_add(&envelope->count, (int64_t)CAPSULE_HANDLE - 1);
  if (debug && !capsule_debug_released(event, envelope, count)) return;
  if (capsule_atomic_load_32(&envelope->state) != CAPSULE_STATE_LIVE &&
      (uint32_t)capsule_atomic_load_64(&envelope->count) == 0)
    capsule_destroy_contents(envelope);
  capsule_release_value(envelope);
}

static inline void capsule_release(capsule_envelope *envelope) {
  if (envelope != NULL) capsule_release_as(envelope, "release");
}

/* Adds a hold if the contents are live. The hold is added before the state is read; a thread that
   takes or revokes sets the state before it reads the count. So at least one of the two reads what
   the other has written. If it returns false, there is no hold, and `state` is the reason. */
static inline bool capsule_try_hold(capsule_envelope *envelope, uint32_t *state) {
  capsule_atomic_add(&envelope->count, 1);
  *state = capsule_state_of(envelope);
  if (*state == CAPSULE_STATE_LIVE) return true;
  capsule_release_as(envelope, "reject");
  return false;
}

static inline bool capsule_is_exclusive(const capsule_envelope *envelope) {
  if (capsule_debug_enabled() && !capsule_debug_is_usable("late use", envelope)) return false;
  return capsule_atomic_load_32(&envelope->state) == CAPSULE_STATE_TAKEN &&
         (uint32_t)capsule_atomic_load_64(&envelope->count) == 1;
}

#endif
