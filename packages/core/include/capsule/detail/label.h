/* label.h: what is written on an envelope, in one line. No Node-API here. */
#ifndef CAPSULE_DETAIL_LABEL_H
#define CAPSULE_DETAIL_LABEL_H

/* "live", "taken" or "revoked". */
static inline const char *capsule_state_name(uint32_t state) {
  static const char *const names[] = {"live", "taken", "revoked"};
  return state <= CAPSULE_STATE_REVOKED ? names[state] : "unknown";
}

/* [Capsule '@capsule/fastmath' 1.0: 7 functions, avx2]
   [Capsule '@capsule/fastmath:vector': f64[1000], taken] */
static inline void capsule_say_label(capsule_text *text, const capsule_envelope *envelope) {
  const uint32_t state = capsule_state_of(&envelope->state);
  capsule_say(text, "[Capsule ");
  capsule_quote_name(text, envelope->name);
  if (envelope->kind == CAPSULE_TABLE) {
    const capsule_contract *contract = envelope->contract;
    const char *variant = ((const capsule_table *)envelope->pointer)->variant;
    capsule_say(text, " %u.%u: %zu function%s", (unsigned)contract->major,
                (unsigned)contract->minor, contract->count, contract->count == 1 ? "" : "s");
    if (variant != NULL) capsule_say(text, ", %s", variant);
  } else if (envelope->kind == CAPSULE_FUNCTION) {
    capsule_say(text, ": %s", envelope->signature);
  } else if (envelope->kind == CAPSULE_DATA) {
    capsule_say(text, ": ");
    capsule_say_shape(text, envelope->data);
    if ((envelope->data->flags & CAPSULE_READ_ONLY) != 0) capsule_say(text, ", read-only");
  }
  if (state != CAPSULE_STATE_LIVE) capsule_say(text, ", %s", capsule_state_name(state));
  capsule_say(text, "]");
}

#endif
