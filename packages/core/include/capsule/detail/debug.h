/* debug.h: with CAPSULE_DEBUG=1 in the environment, every event of an envelope is written to
   stderr, and faults are reported: see docs/debug-mode.md. Without it, the cost is one atomic load
   for each event.

   The image that sealed an envelope records its events. Other images, which may have been compiled
   with another version of this header, tell it through the `observe` of the envelope. */
#ifndef CAPSULE_DETAIL_DEBUG_H
#define CAPSULE_DETAIL_DEBUG_H

#include "label.h"

/* The values of CAPSULE_DEBUG. */
enum capsule_debug_mode {
  CAPSULE_DEBUG_UNREAD = 0,
  CAPSULE_DEBUG_OFF = 1,    /* not set, empty or 0 */
  CAPSULE_DEBUG_EVENTS = 2, /* 1, and any other text: writes events and faults */
  CAPSULE_DEBUG_FAULTS = 3, /* faults: writes only these */
  CAPSULE_DEBUG_ABORT = 4   /* abort: ends the process after the first fault */
};

static inline uint32_t capsule_debug_mode_of(const char *text) {
  if (text == NULL || text[0] == '\0' || strcmp(text, "0") == 0) return CAPSULE_DEBUG_OFF;
  if (strcmp(text, "faults") == 0) return CAPSULE_DEBUG_FAULTS;
  return strcmp(text, "abort") == 0 ? CAPSULE_DEBUG_ABORT : CAPSULE_DEBUG_EVENTS;
}

static inline uint32_t capsule_debug_get_mode(void) {
  static uint32_t mode = CAPSULE_DEBUG_UNREAD; /* each translation unit has its own */
  uint32_t value = capsule_atomic_load_32(&mode);
  if (value == CAPSULE_DEBUG_UNREAD) {
    value = capsule_debug_mode_of(getenv("CAPSULE_DEBUG"));
    capsule_atomic_compare_exchange(&mode, CAPSULE_DEBUG_UNREAD, value);
  }
  return value;
}

static inline bool capsule_debug_enabled(void) {
  return capsule_debug_get_mode() > CAPSULE_DEBUG_OFF;
}

/* This image, for events. */
static inline const void *capsule_this_image(void) {
  return capsule_code_address((capsule_function)capsule_debug_enabled);
}

/* The first address of a stack that is in another image than this; this image if there is none. */
CAPSULE_COLD const void *capsule_caller_in(const capsule_stack *stack) {
  const uintptr_t own = capsule_image_of(capsule_this_image());
  for (uint32_t i = 0; i < stack->depth; i++)
    if (capsule_image_of(stack->frames[i]) != own) return stack->frames[i];
  return capsule_this_image();
}

/* ---- Events ---------------------------------------------------------------------------------- */

/* What `observe` of an envelope is told. The size tells which members there are.

   name     "seal", "open", "take", "hold", "share", "revoke", "dispose", "carry", "release",
            "reject", "destroy", "destroyed"; or a fault that the caller has found: "late use",
            "excess release", "unheld hold", "late hold", "late release".
   caller   an address in the image that has called; `frames` is its stack. */
typedef struct capsule_event {
  size_t size;
  const char *name;
  const void *caller;
  uint32_t depth;
  void *const *frames;
} capsule_event;

/* Tells the image that sealed an envelope. Returns false if that does not record events: it was
   sealed without CAPSULE_DEBUG, or by an earlier version of this header. */
CAPSULE_COLD bool capsule_notify(const char *name, const capsule_envelope *envelope) {
  capsule_stack stack;
  if (envelope->size < CAPSULE_SIZE_WITH(capsule_envelope, observe) || envelope->observe == NULL)
    return false;
  capsule_capture_stack(&stack);
  const capsule_event event = {sizeof(event), name, capsule_this_image(), stack.depth,
                               stack.frames};
  envelope->observe((capsule_envelope *)(uintptr_t)envelope, &event);
  return true;
}

/* Appends counts, address and image:

   holds: 2, values: 1, at 0x5581c0, by /.../acme.node

   The address distinguishes envelopes with the same label. */
static inline void capsule_append_counts(capsule_text *text, const void *envelope, uint64_t count,
                                         const void *caller) {
  capsule_append(text, ", holds: %u, values: %u, at %p, by ", (unsigned)count,
                 (unsigned)(count >> 32), envelope);
  capsule_append_file(text, caller);
}

/* Writes an event, with the counts after it, and tells the image that sealed:

   capsule: hold [Capsule '@acme/plan'], holds: 2, values: 1, at 0x5581c0, by /.../acme.node */
CAPSULE_COLD void capsule_write_event(const char *event, const capsule_envelope *envelope,
                                      uint64_t count) {
  if (capsule_debug_get_mode() == CAPSULE_DEBUG_EVENTS) {
    capsule_text text;
    capsule_text_clear(&text);
    capsule_append_label(&text, envelope);
    capsule_append_counts(&text, envelope, count, capsule_this_image());
    fprintf(stderr, "capsule: %s %s\n", event, text.bytes);
  }
  capsule_notify(event, envelope);
}

static inline void capsule_trace_count(const char *event, const capsule_envelope *envelope,
                                       uint64_t count) {
  if (capsule_debug_enabled()) capsule_write_event(event, envelope, count);
}

static inline void capsule_trace(const char *event, const capsule_envelope *envelope) {
  if (capsule_debug_enabled())
    capsule_write_event(event, envelope, capsule_atomic_load_64(&envelope->count));
}

#endif
