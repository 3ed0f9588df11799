/* debug.h: with CAPSULE_DEBUG=1 in the environment, tells on stderr what happens to envelopes, and when
   the process ends, which are still held (Bun calls nothing at the end of process.exit, so it does not
   tell there). Without, it costs the look at one word. */
#ifndef CAPSULE_DETAIL_DEBUG_H
#define CAPSULE_DETAIL_DEBUG_H

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

#endif
