/* debug.h: with CAPSULE_DEBUG=1 in the environment, every event of an envelope is written to
   stderr. At the end of the process the envelopes that are still held are listed, except in Bun,
   whose process.exit skips atexit handlers. Without it, the cost is one atomic load for each event.
 */
#ifndef CAPSULE_DETAIL_DEBUG_H
#define CAPSULE_DETAIL_DEBUG_H

#include "label.h"

/* Lies directly after every envelope in memory. With CAPSULE_DEBUG it links the envelopes that this
   translation unit has sealed. */
typedef struct capsule_tracked {
  struct capsule_tracked *next;
  struct capsule_tracked **link; /* the pointer to this struct */
} capsule_tracked;

static inline capsule_tracked *capsule_tracked_of(capsule_envelope *envelope) {
  return (capsule_tracked *)(void *)(envelope + 1);
}

/* Each translation unit that includes this header has its own list. */
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

/* Tries to lock the list. Returns false if all attempts fail. */
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

#endif
