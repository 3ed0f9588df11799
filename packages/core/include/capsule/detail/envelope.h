/* envelope.h: the life of an envelope. */
#ifndef CAPSULE_DETAIL_ENVELOPE_H
#define CAPSULE_DETAIL_ENVELOPE_H

#include "data.h"

/* One universal tag: a tag proves that the value is an envelope; name, version and shape lie in
   it. */
static const napi_type_tag capsule_tag = {UINT64_C(0x9f1d6ae0c3b84e57),
                                          UINT64_C(0xa42b7c05e918d36f)};

/* The label. Strings belong to the capsule and live as long as it does. */
typedef struct capsule_info {
  enum capsule_kind kind;
  enum capsule_state state;
  const char *name;
  const char *file;                                 /* the image that sealed */
  void *context;                                    /* as sealed */
  void (*destructor)(void *pointer, void *context); /* as sealed */
  const capsule_contract *contract;                 /* of a table, else NULL */
  const char *variant;                              /* of a table, or NULL */
  const char *signature;                            /* of a function, else NULL */
  const capsule_data *data;                         /* of data, else NULL */
} capsule_info;

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

/* With CAPSULE_DEBUG=1 in the environment, tells on stderr what happens to envelopes, and when
   the process ends, which are still held (Bun calls nothing at the end of process.exit, so it does not
   tell there). Without, it costs the look at one word. */
/* Every envelope has one behind it. It links those that this file of this addon has sealed, while
   debugging only. */
typedef struct capsule_tracked {
  struct capsule_tracked *next;
  struct capsule_tracked **link; /* what points to this one */
} capsule_tracked;

static inline capsule_tracked *capsule_tracked_of(capsule_envelope *envelope) {
  return (capsule_tracked *)(void *)(envelope + 1);
}

/* The one variable of these headers: each file that includes them has its own. */
static struct {
  uint32_t answer; /* 0: the environment was not asked yet; 1: no; 2: yes */
  uint32_t locked;
  uint32_t reports; /* at the end of the process */
  capsule_tracked *first;
} capsule_debug = {0, 0, 0, NULL};

static inline void capsule_report_holds(void);

static inline bool capsule_is_debugging(void) {
  uint32_t answer = capsule_state_of(&capsule_debug.answer);
  if (answer == 0) {
    const char *text = getenv("CAPSULE_DEBUG");
    answer = text == NULL || text[0] == '\0' || strcmp(text, "0") == 0 ? 1 : 2;
    capsule_word_change(&capsule_debug.answer, 0, answer);
  }
  return answer == 2;
}

/* capsule: hold [Capsule '@acme/plan'], holds: 2, values: 1, at 0x5581c0, by /.../acme.node

   The address tells envelopes of one label apart. */
static inline void capsule_trace_count(const char *verb, const capsule_envelope *envelope,
                                       uint64_t count) {
  if (!capsule_is_debugging()) return;
  capsule_text text;
  capsule_clear(&text);
  capsule_say_label(&text, envelope);
  capsule_say(&text, ", holds: %u, values: %u, at %p, by ", (unsigned)count,
              (unsigned)(count >> 32), (const void *)envelope);
  capsule_say_file(&text, capsule_code_address((capsule_function)capsule_report_holds));
  fprintf(stderr, "capsule: %s %s\n", verb, text.bytes);
}

static inline void capsule_trace(const char *verb, const capsule_envelope *envelope) {
  if (capsule_is_debugging())
    capsule_trace_count(verb, envelope, capsule_count_of(&envelope->count));
}

/* Gives up after `most` attempts. */
static inline bool capsule_lock_tracked(uint32_t most) {
  for (uint32_t i = 0; i < most; i++)
    if (capsule_word_change(&capsule_debug.locked, 0, 1)) return true;
  return false;
}

static inline void capsule_unlock_tracked(void) {
  capsule_word_change(&capsule_debug.locked, 1, 0);
}

/* At the end of the process. JavaScript values that simply lived until then are nobody's mistake. */
static inline void capsule_report_holds(void) {
  /* Windows has killed the other threads by now, perhaps one that had the lock. */
  if (!capsule_lock_tracked(1u << 20)) return;
  for (capsule_tracked *each = capsule_debug.first; each != NULL; each = each->next) {
    const capsule_envelope *envelope = (const capsule_envelope *)(const void *)each - 1;
    if ((uint32_t)capsule_count_of(&envelope->count) > 0) capsule_trace("never released", envelope);
  }
  capsule_unlock_tracked();
}

/* Notes a new envelope. Its sealer's image is pinned, so that the report finds its code. */
static inline void capsule_track(capsule_envelope *envelope) {
  capsule_tracked *tracked = capsule_tracked_of(envelope);
  if (!capsule_is_debugging()) return;
  if (capsule_word_change(&capsule_debug.reports, 0, 1)) atexit(capsule_report_holds);
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
  if (!capsule_is_debugging()) return;
  while (!capsule_lock_tracked(1)) {
  }
  *tracked->link = tracked->next;
  if (tracked->next != NULL) tracked->next->link = tracked->link;
  capsule_unlock_tracked();
}

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
