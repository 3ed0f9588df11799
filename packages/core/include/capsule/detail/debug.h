/* debug.h: with CAPSULE_DEBUG=1 in the environment, tells on stderr what happens to envelopes, and when
   the process ends, which are still held. Without, it costs the look at one word. */
#ifndef CAPSULE_DETAIL_DEBUG_H
#define CAPSULE_DETAIL_DEBUG_H

/* What this file of this addon has sealed. It is kept while debugging only. */
typedef struct capsule_tracked {
  struct capsule_tracked *next;
  const capsule_envelope *envelope;
} capsule_tracked;

/* The one variable of these headers: each file that includes them has its own. */
static struct {
  uint32_t answer; /* 0: the environment was not asked yet; 1: no; 2: yes */
  uint32_t locked;
  capsule_tracked *first;
} capsule_debug = {0, 0, NULL};

static inline bool capsule_is_debugging(void) {
  uint32_t answer = capsule_state_of(&capsule_debug.answer);
  if (answer == 0) {
    const char *text = getenv("CAPSULE_DEBUG");
    answer = text == NULL || text[0] == '\0' || strcmp(text, "0") == 0 ? 1 : 2;
    capsule_word_change(&capsule_debug.answer, 0, answer);
  }
  return answer == 2;
}

/* capsule: hold [Capsule '@acme/plan'], holds: 2, values: 1 */
static inline void capsule_trace_count(const char *verb, const capsule_envelope *envelope,
                                       uint64_t count) {
  if (!capsule_is_debugging()) return;
  capsule_text text;
  capsule_clear(&text);
  capsule_say_label(&text, envelope);
  fprintf(stderr, "capsule: %s %s, holds: %u, values: %u\n", verb, text.bytes, (unsigned)count,
          (unsigned)(count >> 32));
}

static inline void capsule_trace(const char *verb, const capsule_envelope *envelope) {
  if (capsule_is_debugging())
    capsule_trace_count(verb, envelope, capsule_count_of(&envelope->count));
}

static inline void capsule_lock_tracked(void) {
  while (!capsule_word_change(&capsule_debug.locked, 0, 1)) {
  }
}

static inline void capsule_unlock_tracked(void) {
  capsule_word_change(&capsule_debug.locked, 1, 0);
}

/* At the end of the process. JavaScript values that simply lived until then are nobody's mistake. */
static inline void capsule_report_holds(void) {
  capsule_lock_tracked();
  for (const capsule_tracked *each = capsule_debug.first; each != NULL; each = each->next)
    if ((uint32_t)capsule_count_of(&each->envelope->count) > 0)
      capsule_trace("never released", each->envelope);
  capsule_unlock_tracked();
}

/* Notes a new envelope. Its sealer's image is pinned, so that the report finds its code. */
static inline void capsule_track(const capsule_envelope *envelope) {
  if (!capsule_is_debugging()) return;
  capsule_tracked *tracked = (capsule_tracked *)malloc(sizeof(capsule_tracked));
  if (tracked == NULL) return;
  capsule_lock_tracked();
  if (capsule_debug.first == NULL) {
    static uint32_t registered = 0;
    if (capsule_word_change(&registered, 0, 1)) atexit(capsule_report_holds);
  }
  tracked->envelope = envelope;
  tracked->next = capsule_debug.first;
  capsule_debug.first = tracked;
  capsule_unlock_tracked();
}

static inline void capsule_untrack(const capsule_envelope *envelope) {
  if (!capsule_is_debugging()) return;
  capsule_lock_tracked();
  capsule_tracked **link = &capsule_debug.first;
  while (*link != NULL && (*link)->envelope != envelope) link = &(*link)->next;
  capsule_tracked *found = *link;
  if (found != NULL) *link = found->next;
  capsule_unlock_tracked();
  free(found);
}

#endif
