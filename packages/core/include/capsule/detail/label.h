/* label.h: the label of an envelope, as a struct and as a line of text. */
#ifndef CAPSULE_DETAIL_LABEL_H
#define CAPSULE_DETAIL_LABEL_H

#include "data.h"

/* The label of a capsule, as capsule_label fills it in. The strings live as long as the capsule. */
typedef struct capsule_info {
  enum capsule_kind kind;
  enum capsule_state state;
  const char *name;
  const char *file;                                 /* the path of the addon that sealed */
  void *context;                                    /* as sealed */
  void (*destructor)(void *pointer, void *context); /* as sealed */
  const capsule_contract *contract;                 /* of a table or an instance, else NULL */
  const char *variant;                              /* of the table, or NULL */
  const char *signature;                            /* of a function, else NULL */
  const capsule_data *data;                         /* of data, else NULL */
} capsule_info;

static inline const char *capsule_kind_name(uint32_t kind) {
  static const char *const names[] = {"unknown", "pointer", "table", "function", "data"};
  return names[kind <= CAPSULE_DATA ? kind : 0];
}

static inline const char *capsule_state_name(uint32_t state) {
  static const char *const names[] = {"live", "taken", "revoked", "disposed"};
  return state <= CAPSULE_STATE_DISPOSED ? names[state] : "unknown";
}

/* Whether an envelope has the members that were added to version 1. */
static inline bool capsule_has_end(const capsule_envelope *envelope) {
  return envelope->size >= CAPSULE_SIZE_WITH(capsule_envelope, reported);
}

/* The state of an envelope, which distinguishes contents that JavaScript has disposed of from those
   that the producer has revoked. */
static inline uint32_t capsule_state_of(const capsule_envelope *envelope) {
  const uint32_t state = capsule_atomic_load_32(&envelope->state);
  return state == CAPSULE_STATE_REVOKED && capsule_has_end(envelope) &&
                 capsule_atomic_load_32(&envelope->disposed) != 0
             ? (uint32_t)CAPSULE_STATE_DISPOSED
             : state;
}

/* The variant of a table or of the table of an instance; NULL if it has none. */
static inline const char *capsule_variant_of(const capsule_envelope *envelope) {
  const bool is_instance = envelope->kind == CAPSULE_POINTER && envelope->contract != NULL;
  const void *table = envelope->kind == CAPSULE_TABLE ? envelope->pointer
                      : is_instance                   ? envelope->context
                                                      : NULL;
  return table == NULL ? NULL : ((const capsule_table *)table)->variant;
}

/* Appends the label in one line, as console.log shows it:

   [Capsule '@capsule/fastmath' 1.0: 7 functions, avx2]
   [Capsule '@capsule/random/bitgen' 1.0: an instance of 3 functions, pcg64]
   [Capsule '@capsule/fastmath:vector': f64[1000], taken] */
static inline void capsule_append_label(capsule_text *text, const capsule_envelope *envelope) {
  const uint32_t state = capsule_state_of(envelope);
  capsule_append(text, "[Capsule ");
  capsule_append_name(text, envelope->name);
  if (envelope->kind <= CAPSULE_TABLE && envelope->contract != NULL) {
    const capsule_contract *contract = envelope->contract;
    const char *variant = capsule_variant_of(envelope);
    capsule_append(text, " %u.%u: %s%zu function%s", (unsigned)contract->major,
                   (unsigned)contract->minor,
                   envelope->kind == CAPSULE_TABLE ? "" : "an instance of ", contract->count,
                   contract->count == 1 ? "" : "s");
    if (variant != NULL) {
      capsule_append(text, ", ");
      capsule_append_escaped(text, variant, 64);
    }
  } else if (envelope->kind == CAPSULE_FUNCTION) {
    capsule_append(text, ": ");
    capsule_append_escaped(text, envelope->signature, sizeof(text->bytes));
  } else if (envelope->kind == CAPSULE_DATA) {
    capsule_append(text, ": ");
    capsule_append_shape(text, envelope->data);
    if ((envelope->data->flags & CAPSULE_READ_ONLY) != 0) capsule_append(text, ", read-only");
  }
  if (state != CAPSULE_STATE_LIVE) capsule_append(text, ", %s", capsule_state_name(state));
  capsule_append(text, "]");
}

#endif
