/* envelope.h: what an envelope is labelled with, how its holds are counted, and how its contents
   and its memory end. */
#ifndef CAPSULE_DETAIL_ENVELOPE_H
#define CAPSULE_DETAIL_ENVELOPE_H

#include "data.h"

/* The type tag of every capsule: it proves that a JavaScript value wraps an envelope. Name, kind
   and version are in the envelope. */
static const napi_type_tag capsule_tag = {UINT64_C(0x9f1d6ae0c3b84e57),
                                          UINT64_C(0xa42b7c05e918d36f)};

static inline napi_status capsule_check_tag(napi_env env, napi_value object, bool *tagged) {
  *tagged = false;
  return napi_check_object_type_tag(env, object, &capsule_tag, tagged);
}

/* The label of a capsule, as capsule_label returns it. The strings live as long as the capsule. */
typedef struct capsule_info {
  enum capsule_kind kind;
  enum capsule_state state;
  const char *name;
  const char *file;                                 /* the path of the addon that sealed */
  void *context;                                    /* as sealed */
  void (*destructor)(void *pointer, void *context); /* as sealed */
  const capsule_contract *contract;                 /* of a table, else NULL */
  const char *variant;                              /* of a table, or NULL */
  const char *signature;                            /* of a function, else NULL */
  const capsule_data *data;                         /* of data, else NULL */
} capsule_info;

static inline const char *capsule_kind_name(uint32_t kind) {
  static const char *const names[] = {"unknown", "pointer", "table", "function", "data"};
  return names[kind <= CAPSULE_DATA ? kind : 0];
}

static inline const char *capsule_state_name(uint32_t state) {
  static const char *const names[] = {"live", "taken", "revoked"};
  return state <= CAPSULE_STATE_REVOKED ? names[state] : "unknown";
}

/* Appends the label in one line, as console.log shows it:

   [Capsule '@capsule/fastmath' 1.0: 7 functions, avx2]
   [Capsule '@capsule/fastmath:vector': f64[1000], taken] */
static inline void capsule_append_label(capsule_text *text, const capsule_envelope *envelope) {
  const uint32_t state = capsule_atomic_load_32(&envelope->state);
  capsule_append(text, "[Capsule ");
  capsule_append_name(text, envelope->name);
  if (envelope->kind == CAPSULE_TABLE) {
    const capsule_contract *contract = envelope->contract;
    const char *variant = ((const capsule_table *)envelope->pointer)->variant;
    capsule_append(text, " %u.%u: %zu function%s", (unsigned)contract->major,
                   (unsigned)contract->minor, contract->count, contract->count == 1 ? "" : "s");
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

/* ---- What opening and sealing require ------------------------------------------------------ */

static inline capsule_status capsule_status_of_state(uint32_t state) {
  return state == CAPSULE_STATE_LIVE    ? CAPSULE_OK
         : state == CAPSULE_STATE_TAKEN ? CAPSULE_TAKEN
                                        : CAPSULE_REVOKED;
}

/* Rejects contents that were taken or revoked. */
static inline bool capsule_require_live(uint32_t state, capsule_refusal *refusal) {
  refusal->status = capsule_status_of_state(state);
  if (refusal->status == CAPSULE_OK) return true;
  capsule_append(&refusal->expected, "contents that are still available");
  capsule_append(&refusal->found, "a capsule whose contents were %s", capsule_state_name(state));
  capsule_append(&refusal->advice, "Ask its producer for another one.");
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

/* ---- CAPSULE_DEBUG=1 ------------------------------------------------------------------------

   With this variable in the environment, every event of an envelope is written to stderr, and at
   the end of the process the envelopes that are still held (not in Bun, which skips atexit handlers
   in process.exit). Without it, the cost is one atomic load for each event. */

/* Follows every envelope in memory. While debugging, it links the envelopes that this translation
   unit has sealed. */
typedef struct capsule_tracked {
  struct capsule_tracked *next;
  struct capsule_tracked **link; /* the pointer to this struct */
} capsule_tracked;

static inline capsule_tracked *capsule_tracked_of(capsule_envelope *envelope) {
  return (capsule_tracked *)(void *)(envelope + 1);
}

/* Each translation unit that includes this header has its own. */
static struct {
  uint32_t enabled; /* 0: not read from the environment yet; 1: no; 2: yes */
  uint32_t locked;
  uint32_t registered; /* capsule_report_holds runs at exit */
  capsule_tracked *first;
} capsule_debug = {0, 0, 0, NULL};

static inline void capsule_report_holds(void);

static inline bool capsule_debug_enabled(void) {
  uint32_t enabled = capsule_atomic_load_32(&capsule_debug.enabled);
  if (enabled == 0) {
    const char *text = getenv("CAPSULE_DEBUG");
    enabled = text == NULL || text[0] == '\0' || strcmp(text, "0") == 0 ? 1 : 2;
    capsule_atomic_compare_exchange(&capsule_debug.enabled, 0, enabled);
  }
  return enabled == 2;
}

/* Writes an event, with the counts after it:

   capsule: hold [Capsule '@acme/plan'], holds: 2, values: 1, at 0x5581c0, by /.../acme.node

   The address distinguishes envelopes with the same label. */
static inline void capsule_trace_count(const char *event, const capsule_envelope *envelope,
                                       uint64_t count) {
  if (!capsule_debug_enabled()) return;
  capsule_text text;
  capsule_text_clear(&text);
  capsule_append_label(&text, envelope);
  capsule_append(&text, ", holds: %u, values: %u, at %p, by ", (unsigned)count,
                 (unsigned)(count >> 32), (const void *)envelope);
  capsule_append_file(&text, capsule_code_address((capsule_function)capsule_report_holds));
  fprintf(stderr, "capsule: %s %s\n", event, text.bytes);
}

static inline void capsule_trace(const char *event, const capsule_envelope *envelope) {
  if (capsule_debug_enabled())
    capsule_trace_count(event, envelope, capsule_atomic_load_64(&envelope->count));
}

/* Tries to lock the list; returns false after that many attempts. */
static inline bool capsule_lock_tracked(uint32_t attempts) {
  for (uint32_t i = 0; i < attempts; i++)
    if (capsule_atomic_compare_exchange(&capsule_debug.locked, 0, 1)) return true;
  return false;
}

static inline void capsule_unlock_tracked(void) {
  capsule_atomic_compare_exchange(&capsule_debug.locked, 1, 0);
}

/* Runs at the end of the process. JavaScript values that are still alive then are not reported. */
static inline void capsule_report_holds(void) {
  /* Windows has already terminated the other threads, one of which may have had the lock. */
  if (!capsule_lock_tracked(1u << 20)) return;
  for (capsule_tracked *each = capsule_debug.first; each != NULL; each = each->next) {
    const capsule_envelope *envelope = (const capsule_envelope *)(const void *)each - 1;
    if ((uint32_t)capsule_atomic_load_64(&envelope->count) > 0)
      capsule_trace("never released", envelope);
  }
  capsule_unlock_tracked();
}

/* Adds a new envelope to the list. Sealing has pinned this image, so that the report can run at
   exit. */
static inline void capsule_track(capsule_envelope *envelope) {
  capsule_tracked *tracked = capsule_tracked_of(envelope);
  if (!capsule_debug_enabled()) return;
  if (capsule_atomic_compare_exchange(&capsule_debug.registered, 0, 1))
    atexit(capsule_report_holds);
  while (!capsule_lock_tracked(1)) {
  }
  tracked->next = capsule_debug.first;
  tracked->link = &capsule_debug.first;
  if (tracked->next != NULL) tracked->next->link = &tracked->next;
  capsule_debug.first = tracked;
  capsule_unlock_tracked();
}

static inline void capsule_untrack(capsule_envelope *envelope) {
  capsule_tracked *tracked = capsule_tracked_of(envelope);
  if (!capsule_debug_enabled()) return;
  while (!capsule_lock_tracked(1)) {
  }
  *tracked->link = tracked->next;
  if (tracked->next != NULL) tracked->next->link = tracked->link;
  capsule_unlock_tracked();
}

/* ---- Counts and end -------------------------------------------------------------------------- */

/* Calls the destructor, unless it was called before. The caller keeps the envelope alive. */
static inline void capsule_end_contents(capsule_envelope *envelope) {
  if (!capsule_atomic_compare_exchange(&envelope->ended, 0, 1)) return;
  capsule_trace_count("destroy", envelope,
                      capsule_atomic_load_64(&envelope->count) -
                          CAPSULE_HANDLE); /* without that of the caller */
  if (envelope->destructor != NULL) envelope->destructor(envelope->pointer, envelope->context);
}

static inline void capsule_destroy(capsule_envelope *envelope) {
  /* Keeps the count above 0 while the destructor runs, which may hold and release the envelope. */
  capsule_atomic_add(&envelope->count, CAPSULE_HANDLE);
  capsule_end_contents(envelope);
  capsule_untrack(envelope);
  free(envelope);
}

/* Releases the count of a JavaScript value. */
static inline void capsule_release_value(capsule_envelope *envelope) {
  if (capsule_atomic_add(&envelope->count, -(int64_t)CAPSULE_HANDLE) == 0)
    envelope->destroy(envelope);
}

static inline void capsule_hold(capsule_envelope *envelope) {
  capsule_pin_self(); /* the holder may have the envelope from C code, and not have opened it */
  capsule_atomic_add(&envelope->count, 1);
  capsule_trace("hold", envelope);
}

/* Releases a hold, and calls the destructor if this was the last one of contents that were taken or
   revoked.

   While the state and the count are read, the hold counts as a JavaScript value instead: otherwise
   another thread could free the envelope. The state is read before the count: once it is not live,
   no new hold can begin, so a hold count of 0 is final. */
static inline void capsule_release_as(capsule_envelope *envelope, const char *event) {
  const uint64_t count = capsule_atomic_add(&envelope->count, (int64_t)CAPSULE_HANDLE - 1);
  capsule_trace_count(event, envelope, count - CAPSULE_HANDLE);
  if (capsule_atomic_load_32(&envelope->state) != CAPSULE_STATE_LIVE &&
      (uint32_t)capsule_atomic_load_64(&envelope->count) == 0)
    capsule_end_contents(envelope);
  capsule_release_value(envelope);
}

static inline void capsule_release(capsule_envelope *envelope) {
  if (envelope != NULL) capsule_release_as(envelope, "release");
}

/* Adds a hold if the contents are live. The hold is added before the state is read, while a thread
   that takes or revokes sets the state before it reads the count: so at least one of the two reads
   what the other has written. On false there is no hold, and `state` is the reason. */
static inline bool capsule_try_hold(capsule_envelope *envelope, uint32_t *state) {
  capsule_atomic_add(&envelope->count, 1);
  *state = capsule_atomic_load_32(&envelope->state);
  if (*state == CAPSULE_STATE_LIVE) return true;
  capsule_release_as(envelope, "reject");
  return false;
}

static inline bool capsule_is_exclusive(const capsule_envelope *envelope) {
  return capsule_atomic_load_32(&envelope->state) == CAPSULE_STATE_TAKEN &&
         (uint32_t)capsule_atomic_load_64(&envelope->count) == 1;
}

#endif
