/* record.h: with CAPSULE_DEBUG, records what happens to each envelope that this translation unit
   seals, judges it, and reports faults.

   An envelope that has ended is not freed but kept for a while, with a magic number that says so,
   so that its use can be reported. A record that cannot be allocated is omitted: its envelope is
   then not judged. */
#ifndef CAPSULE_DETAIL_RECORD_H
#define CAPSULE_DETAIL_RECORD_H

#include "fault.h"

/* The magic number of an envelope that has ended and is kept. */
#define CAPSULE_MAGIC_ENDED UINT64_C(0x004445444e453143) /* "C1ENDED" and a NUL, in memory order */

/* The contents of an envelope after their end: an address that no system maps. */
#define CAPSULE_POISON ((void *)(uintptr_t)UINT64_C(0xcab5e1edcab5e1ed))

enum {
  CAPSULE_MAX_SITES = 6,   /* places from which one envelope is held; others are not told apart */
  CAPSULE_MAX_ENDED = 1024 /* envelopes that are kept after their end */
};

/* A place that has added holds. */
typedef struct capsule_site {
  const char *verb;
  uint32_t holds; /* of these, the number that seems not to be released yet */
  uintptr_t image;
  capsule_stack stack;
} capsule_site;

typedef struct capsule_record {
  struct capsule_record *next;
  struct capsule_record **link; /* the pointer to this struct, while the envelope is live */
  capsule_envelope *envelope;
  capsule_envelope sealed; /* as it was sealed, to find out whether it was overwritten */
  void *table;             /* a copy of the table of a table or an instance, or NULL */
  uint32_t state;          /* of an envelope that has ended */
  bool has_ended;          /* the destructor has returned */
  bool is_reported;        /* that it was overwritten */
  size_t site_count;
  capsule_site sites[CAPSULE_MAX_SITES];
  capsule_stack seal;
  capsule_stack release; /* the last one */
  capsule_stack end;
} capsule_record;

/* Lies directly after every envelope in memory. */
typedef struct capsule_tracked {
  capsule_record *record; /* only with CAPSULE_DEBUG */
  void *reserved;
} capsule_tracked;

static inline capsule_tracked *capsule_tracked_of(capsule_envelope *envelope) {
  return (capsule_tracked *)(void *)(envelope + 1);
}

/* The records of a translation unit. */
typedef struct capsule_records {
  uint32_t locked;
  uint32_t registered; /* capsule_report_holds runs at exit */
  capsule_record *first;
  capsule_record *ended; /* a ring of those that have ended */
  capsule_record **ended_end;
  size_t ended_count;
} capsule_records;

static inline capsule_records *capsule_all_records(void) {
  static capsule_records records;
  return &records;
}

/* Tries to lock the records. Returns false if all attempts fail. */
static inline bool capsule_try_lock_records(uint32_t attempts) {
  for (uint32_t i = 0; i < attempts; i++)
    if (capsule_atomic_compare_exchange(&capsule_all_records()->locked, 0, 1)) return true;
  return false;
}

static inline capsule_records *capsule_lock_records(void) {
  while (!capsule_try_lock_records(1)) {
  }
  return capsule_all_records();
}

static inline void capsule_unlock_records(void) {
  capsule_atomic_compare_exchange(&capsule_all_records()->locked, 1, 0);
}

/* Whether the calling thread is a JavaScript thread that has sealed, opened or received a capsule
   of this translation unit. */
static inline bool *capsule_is_js_thread(void) {
  static CAPSULE_THREAD_LOCAL bool is_js_thread;
  return &is_js_thread;
}

/* The table of a table or of an instance, else NULL. */
static inline const void *capsule_table_in(const capsule_envelope *envelope) {
  return envelope->kind == CAPSULE_TABLE ? envelope->pointer
         : envelope->contract != NULL    ? envelope->context
                                         : NULL;
}

/* ---- Reports --------------------------------------------------------------------------------- */

/* Begins the report of a fault with a recorded envelope, and these counts. */
CAPSULE_COLD capsule_report *capsule_record_begin(const char *fault, const char *happened,
                                                  const char *advice, const capsule_record *record,
                                                  uint64_t count, const void *caller) {
  const capsule_envelope *envelope = record->envelope;
  capsule_envelope shown = record->sealed;
  shown.state = envelope->magic == CAPSULE_MAGIC_ENDED ? record->state
                                                       : capsule_atomic_load_32(&envelope->state);
  return capsule_fault_begin(fault, happened, advice, &shown, envelope, count, caller);
}

/* Appends where an envelope was sealed, held, released and destroyed. */
CAPSULE_COLD void capsule_report_history(capsule_report *report, const capsule_record *record,
                                         bool only_held) {
  capsule_report_stack(report, "sealed at", record->seal.frames, record->seal.depth);
  for (size_t i = 0; i < record->site_count; i++) {
    const capsule_site *site = &record->sites[i];
    char title[64];
    if (only_held && site->holds == 0) continue;
    if (site->holds > 1)
      snprintf(title, sizeof(title), "%s at (%u times)", site->verb, (unsigned)site->holds);
    else snprintf(title, sizeof(title), "%s at", site->verb);
    capsule_report_stack(report, title, site->stack.frames, site->stack.depth);
  }
  if (only_held) return;
  capsule_report_stack(report, "released at", record->release.frames, record->release.depth);
  if (record->has_ended)
    capsule_report_stack(report, "destroyed at", record->end.frames, record->end.depth);
}

CAPSULE_COLD void capsule_report_event(const char *fault, const char *happened, const char *advice,
                                       const capsule_record *record, const capsule_event *event) {
  uint64_t count = capsule_atomic_load_64(&record->envelope->count);
  if (record->envelope->magic == CAPSULE_MAGIC_ENDED) count = 0;
  else if ((uint32_t)count == UINT32_MAX) count -= UINT32_MAX; /* an excess release */
  capsule_report *report =
      capsule_record_begin(fault, happened, advice, record, count, event->caller);
  capsule_report_history(report, record, false);
  capsule_report_stack(report, "now at", event->frames, event->depth);
  capsule_report_end(report, false);
}

/* Reports an envelope or a table that differs from what was sealed. */
CAPSULE_COLD void capsule_report_changes(capsule_record *record, const capsule_event *event) {
  const capsule_envelope *envelope = record->envelope, *sealed = &record->sealed;
  const char *fault = NULL;
  char happened[256];
  const size_t from = offsetof(capsule_envelope, destroy);
  if (record->is_reported) return;
  if (memcmp(envelope, sealed, offsetof(capsule_envelope, count)) != 0 ||
      memcmp((const char *)envelope + from, (const char *)sealed + from,
             offsetof(capsule_envelope, disposed) - from) != 0) {
    fault = "overwritten envelope";
    snprintf(happened, sizeof(happened),
             "Members of the envelope differ from those that were sealed. They are constant.");
  } else if (record->table != NULL) {
    const capsule_contract *contract = sealed->contract;
    const size_t size = sizeof(capsule_table) + contract->count * sizeof(capsule_function);
    const char *table = (const char *)capsule_table_in(sealed);
    if (memcmp(record->table, table, size) == 0) return;
    const char *member = "size or variant";
    for (size_t i = 0; i < contract->count; i++) {
      const size_t at = sizeof(capsule_table) + i * sizeof(capsule_function);
      const capsule_entry *entry =
          (const capsule_entry *)(const void *)((const char *)(const void *)contract->entries +
                                                i * contract->entry_size);
      if (memcmp((const char *)record->table + at, table + at, sizeof(capsule_function)) != 0)
        member = entry->name;
    }
    fault = "changed table";
    snprintf(
        happened, sizeof(happened),
        "The table was changed after it was sealed: %.100s. A consumer may call the old or the "
        "new function.",
        member);
  }
  if (fault == NULL) return;
  record->is_reported = true;
  capsule_report_event(fault, happened,
                       "Only capsule.h writes to an envelope; fill a table before it is sealed, "
                       "and declare it const.",
                       record, event);
}

/* ---- Events ---------------------------------------------------------------------------------- */

CAPSULE_COLD void capsule_copy_stack(capsule_stack *stack, const capsule_event *event) {
  stack->depth = event->depth;
  if (stack->depth > CAPSULE_MAX_FRAMES) stack->depth = CAPSULE_MAX_FRAMES;
  if (stack->depth > 0) memcpy(stack->frames, event->frames, stack->depth * sizeof(void *));
}

/* Remembers a place that has added a hold. */
CAPSULE_COLD void capsule_record_hold(capsule_record *record, const char *verb,
                                      const capsule_event *event) {
  capsule_site *site = NULL;
  capsule_stack stack;
  capsule_copy_stack(&stack, event);
  for (size_t i = 0; i < record->site_count && site == NULL; i++)
    if (strcmp(record->sites[i].verb, verb) == 0 && record->sites[i].stack.depth == stack.depth &&
        memcmp(record->sites[i].stack.frames, stack.frames, stack.depth * sizeof(void *)) == 0)
      site = &record->sites[i];
  /* Reuses a place whose holds were all released. */
  for (size_t i = 0; i < record->site_count && site == NULL; i++)
    if (record->site_count == CAPSULE_MAX_SITES && record->sites[i].holds == 0)
      site = &record->sites[i];
  if (site == NULL && record->site_count < CAPSULE_MAX_SITES)
    site = &record->sites[record->site_count++];
  if (site == NULL) return;
  site->verb = verb;
  site->holds++;
  site->image = capsule_image_of(event->caller);
  site->stack = stack;
}

/* Holds are not told apart. A release is attributed to the latest place in the same image. */
CAPSULE_COLD void capsule_record_release(capsule_record *record, const capsule_event *event) {
  const uintptr_t image = capsule_image_of(event->caller);
  capsule_site *latest = NULL;
  for (size_t i = 0; i < record->site_count; i++) {
    capsule_site *site = &record->sites[i];
    if (site->holds > 0 && (latest == NULL || site->image == image || latest->image != image))
      latest = site;
  }
  if (latest != NULL) latest->holds--;
  capsule_copy_stack(&record->release, event);
}

/* A function capsule that was called after its end calls this: its envelope has it instead of the
   function. */
CAPSULE_COLD double capsule_called_after_end(void) {
  capsule_text title;
  capsule_stack stack;
  capsule_text_clear(&title);
  capsule_capture_stack(&stack);
  capsule_append(&title, "use after the end (function)");
  capsule_report *report = capsule_report_begin(&title);
  capsule_report_line(report, "  what happened: ",
                      "A function was called through an envelope whose last hold was released. It "
                      "returns 0.");
  capsule_report_line(
      report, "  what to do: ", "Release the hold of a function capsule after the last call.");
  capsule_report_stack(report, "now at", stack.frames, stack.depth);
  capsule_report_end(report, false);
  return 0;
}

/* Replaces contents that were destroyed, so that their use is reported or crashes at once. A table
   is never destroyed. */
CAPSULE_COLD void capsule_poison(capsule_record *record) {
  capsule_envelope *envelope = record->envelope;
  const capsule_function late = (capsule_function)capsule_called_after_end;
  if (envelope->kind == CAPSULE_TABLE) return;
  envelope->pointer = CAPSULE_POISON;
  if (envelope->kind == CAPSULE_FUNCTION) memcpy(&envelope->pointer, &late, sizeof(late));
  record->sealed.pointer = envelope->pointer;
  if (envelope->kind == CAPSULE_DATA && envelope->data->data != NULL) {
    void *const poison = CAPSULE_POISON;
    memcpy((void *)(uintptr_t)&envelope->data->data, &poison, sizeof(poison));
  }
}

/* The contents were destroyed. */
CAPSULE_COLD void capsule_record_end(capsule_record *record, const capsule_event *event) {
  record->has_ended = true;
  capsule_copy_stack(&record->end, event);
  capsule_poison(record);
}

/* The verb of an event that adds a hold, or NULL. */
static inline const char *capsule_verb_of(const char *event) {
  static const char *const verbs[][2] = {{"open", "opened"},    {"take", "taken"},
                                         {"hold", "held"},      {"share", "shared"},
                                         {"revoke", "revoked"}, {"dispose", "disposed"}};
  for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
    if (strcmp(event, verbs[i][0]) == 0) return verbs[i][1];
  return NULL;
}

/* Reports an event that is a fault, if it is one. */
CAPSULE_COLD void capsule_judge(capsule_record *record, const capsule_event *event) {
  const char *name = event->name;
  const bool has_ended = record->has_ended;
  if (strcmp(name, "late release") == 0 || (strcmp(name, "excess release") == 0 && has_ended)) {
    capsule_report_event("release after the end",
                         "A hold was released after the last one: the contents had been destroyed. "
                         "Nothing was changed.",
                         "Release each hold once, after the last use of the contents. In C++, use "
                         "capsule::Hold or capsule::Handle.",
                         record, event);
  } else if (strcmp(name, "excess release") == 0) {
    capsule_report_event("double release",
                         "A hold was released although there is none: all were released before. "
                         "Nothing was changed; without CAPSULE_DEBUG the contents would never be "
                         "destroyed.",
                         "Release each hold once, and set the pointer to NULL, which "
                         "capsule_release ignores. In C++, use capsule::Hold or capsule::Handle.",
                         record, event);
  } else if (strncmp(name, "late ", 5) == 0 || (strcmp(name, "unheld hold") == 0 && has_ended)) {
    capsule_report_event("use after the end",
                         "An envelope was used after its last hold was released: its contents had "
                         "been destroyed.",
                         "Use an envelope only between opening and capsule_release. A thread or "
                         "callback that uses it later needs its own hold: capsule_hold.",
                         record, event);
  } else if (strcmp(name, "unheld hold") == 0 &&
             capsule_atomic_load_32(&record->envelope->ended) == 0) {
    capsule_report_event("hold without a hold",
                         "A hold was added to an envelope that nothing holds. The garbage "
                         "collector may have destroyed it at this moment.",
                         "Call capsule_hold before the hold from capsule_open is released.", record,
                         event);
  }
}

/* The `observe` of the envelopes that this translation unit seals. */
CAPSULE_COLD void capsule_observe(capsule_envelope *envelope, const void *told) {
  const capsule_event *event = (const capsule_event *)told;
  if (event->size < CAPSULE_SIZE_WITH(capsule_event, frames)) return;
  const char *verb = capsule_verb_of(event->name);
  if (strcmp(event->name, "open") == 0 || strcmp(event->name, "carry") == 0)
    *capsule_is_js_thread() = true;
  capsule_lock_records();
  capsule_record *record = capsule_tracked_of(envelope)->record;
  if (envelope->magic != CAPSULE_MAGIC_ENDED) capsule_report_changes(record, event);
  if (verb != NULL && envelope->kind != CAPSULE_TABLE) capsule_record_hold(record, verb, event);
  else if (strcmp(event->name, "release") == 0) capsule_record_release(record, event);
  else if (strcmp(event->name, "destroyed") == 0) capsule_record_end(record, event);
  else capsule_judge(record, event);
  capsule_unlock_records();
}

/* ---- The life of a record -------------------------------------------------------------------- */

/* Runs at the end of the process. JavaScript values that are still alive then are not reported. */
static inline void capsule_report_holds(void) {
  /* Windows has already terminated the other threads, one of which may have had the locks. */
  if (!capsule_try_lock_records(1u << 20)) return;
#ifdef _WIN32
  capsule_the_report()->locked = 0;
#endif
  capsule_event event = {sizeof(event), "exit", capsule_this_image(), 0, NULL};
  capsule_report *report = NULL;
  for (capsule_record *each = capsule_all_records()->first; each != NULL; each = each->next) {
    capsule_report_changes(each, &event);
    const uint64_t count = capsule_atomic_load_64(&each->envelope->count);
    const uint32_t holds = (uint32_t)count;
    if (holds == 0) continue;
    if (report != NULL) capsule_report_end(report, true);
    report =
        holds > INT32_MAX
            ? capsule_record_begin("double release",
                                   "More holds were released than added, by an addon that was "
                                   "built with an earlier capsule.h.",
                                   "Build all addons with the same version of @capsule/core, to "
                                   "see where.",
                                   each, count + (0 - holds), event.caller)
            : capsule_record_begin("never released",
                                   "The process ended while the contents were still held.",
                                   "Call capsule_release for each hold that capsule_open, "
                                   "capsule_take or capsule_hold adds.",
                                   each, count, event.caller);
    capsule_report_history(report, each, true);
  }
  if (report != NULL) capsule_report_end(report, false);
  capsule_unlock_records();
}

/* Reports contents or a context on the stack, which end when the sealing function returns. */
CAPSULE_COLD void capsule_report_local(const capsule_record *record) {
  const capsule_envelope *sealed = &record->sealed;
  const bool is_local = sealed->kind != CAPSULE_TABLE && capsule_is_on_stack(sealed->pointer);
  if (!is_local && (sealed->context == NULL || !capsule_is_on_stack(sealed->context))) return;
  capsule_report *report = capsule_record_begin(
      "local variable sealed",
      is_local ? "The contents are a local variable, which ends when its function returns. The "
                 "capsule refers to it for longer."
               : "The context is a local variable, which ends when its function returns. The "
                 "capsule refers to it for longer.",
      "Allocate it, and free it in the destructor; or declare it static.", record, CAPSULE_HANDLE,
      capsule_this_image());
  capsule_report_stack(report, "now at", record->seal.frames, record->seal.depth);
  capsule_report_end(report, false);
}

/* Records a new envelope. Sealing has pinned this image, so that the report can run at exit. */
CAPSULE_COLD void capsule_add_record(capsule_envelope *envelope) {
  *capsule_is_js_thread() = true;
  capsule_record *record = (capsule_record *)calloc(1, sizeof(capsule_record));
  if (record == NULL) return;
  capsule_capture_stack(&record->seal);
  record->envelope = envelope;
  if (capsule_table_in(envelope) != NULL) {
    const size_t size =
        sizeof(capsule_table) + envelope->contract->count * sizeof(capsule_function);
    record->table = malloc(size);
    if (record->table != NULL) memcpy(record->table, capsule_table_in(envelope), size);
  }
  envelope->observe = capsule_observe;
  record->sealed = *envelope;
  capsule_tracked_of(envelope)->record = record;
  capsule_records *records = capsule_lock_records();
  if (capsule_atomic_compare_exchange(&records->registered, 0, 1)) atexit(capsule_report_holds);
  record->next = records->first;
  record->link = &records->first;
  if (record->next != NULL) record->next->link = &record->next;
  records->first = record;
  capsule_unlock_records();
  capsule_report_local(record);
}

static inline void capsule_track(capsule_envelope *envelope) {
  capsule_tracked_of(envelope)->record = NULL;
  if (capsule_debug_enabled()) capsule_add_record(envelope);
}

/* Keeps an envelope whose contents were destroyed, instead of freeing it. Frees the one that was
   kept for the longest time, if there are too many. */
CAPSULE_COLD void capsule_keep_ended(capsule_record *record) {
  capsule_envelope *envelope = record->envelope;
  capsule_record *oldest = NULL;
  capsule_stack stack;
  capsule_capture_stack(&stack);
  const capsule_event event = {sizeof(event), "end", capsule_this_image(), stack.depth,
                               stack.frames};
  capsule_records *records = capsule_lock_records();
  if (envelope->magic == CAPSULE_MAGIC_ENDED) {
    /* An addon with an earlier capsule.h has released it once more. */
    const void *caller = capsule_caller_in(&stack);
    const capsule_event late = {sizeof(event), "late release", caller, stack.depth, stack.frames};
    envelope->count = 1;
    capsule_judge(record, &late);
    capsule_unlock_records();
    return;
  }
  capsule_report_changes(record, &event);
  if ((uint32_t)capsule_atomic_load_64(&envelope->count) > 0)
    capsule_report_event("hold kept by a destructor",
                         "The destructor has added a hold to its own envelope and not released it: "
                         "the hold refers to contents that do not exist any more.",
                         "Release what a destructor holds before it returns.", record, &event);
  record->state = envelope->state;
  envelope->magic = CAPSULE_MAGIC_ENDED;
  envelope->state = CAPSULE_STATE_REVOKED;
  envelope->count = 1; /* so that a release by an earlier capsule.h calls `destroy`, not free */
  *record->link = record->next;
  if (record->next != NULL) record->next->link = record->link;
  record->next = NULL;
  if (records->ended == NULL) records->ended_end = &records->ended;
  *records->ended_end = record;
  records->ended_end = &record->next;
  if (++records->ended_count > CAPSULE_MAX_ENDED) {
    oldest = records->ended;
    records->ended = oldest->next;
    records->ended_count--;
  }
  capsule_unlock_records();
  if (oldest == NULL) return;
  free(oldest->envelope);
  free(oldest->table);
  free(oldest);
}

/* Returns whether the envelope is kept: then it must not be freed. */
static inline bool capsule_untrack(capsule_envelope *envelope) {
  capsule_record *record = capsule_tracked_of(envelope)->record;
  if (record == NULL) return false;
  capsule_keep_ended(record);
  return true;
}

/* ---- Checks of a caller ---------------------------------------------------------------------- */

/* Whether a pointer is that of an envelope which has not ended. Reports it otherwise. */
CAPSULE_COLD bool capsule_debug_is_usable(const char *late, const capsule_envelope *envelope) {
  const bool is_aligned = (uintptr_t)envelope % 8 == 0;
  if (is_aligned && envelope->magic == CAPSULE_MAGIC) return true;
  if (is_aligned && envelope->magic == CAPSULE_MAGIC_ENDED) {
    capsule_notify(late, envelope);
    return false;
  }
  capsule_text title;
  capsule_stack stack;
  capsule_text_clear(&title);
  capsule_capture_stack(&stack);
  capsule_append(&title, "not an envelope, at %p, by ", (const void *)envelope);
  capsule_append_file(&title, capsule_this_image());
  capsule_report *report = capsule_report_begin(&title);
  capsule_report_line(
      report, "  what happened: ",
      "A pointer was held, released or asked that is not an envelope: other memory, "
      "or an envelope that was freed long ago. Nothing was changed.");
  capsule_report_line(report, "  what to do: ",
                      "Pass what capsule_open has returned, not the contents, and not after the "
                      "last capsule_release.");
  capsule_report_stack(report, "now at", stack.frames, stack.depth);
  capsule_report_end(report, false);
  return false;
}

/* Reports an excess release of an envelope whose image does not record. */
CAPSULE_COLD void capsule_report_unrecorded(const capsule_envelope *envelope) {
  capsule_stack stack;
  capsule_capture_stack(&stack);
  capsule_report *report = capsule_fault_begin(
      "double release", "A hold was released although there is none. Nothing was changed.",
      "Release each hold once. The addon that sealed it does not record where it was released "
      "before: build it with the same version of @capsule/core.",
      envelope, envelope, capsule_atomic_load_64(&envelope->count) - UINT32_MAX,
      capsule_this_image());
  capsule_report_stack(report, "now at", stack.frames, stack.depth);
  capsule_report_end(report, false);
}

/* Judges a release, with the counts after it and the hold as a value. If there was no hold, reports
   that, makes up for it, and returns false. */
CAPSULE_COLD bool capsule_debug_released(const char *event, capsule_envelope *envelope,
                                         uint64_t count) {
  if ((uint32_t)count != UINT32_MAX) {
    capsule_write_event(event, envelope, count - CAPSULE_HANDLE);
    return true;
  }
  if (!capsule_notify("excess release", envelope)) capsule_report_unrecorded(envelope);
  if (capsule_atomic_add(&envelope->count, 1 - (int64_t)CAPSULE_HANDLE) == 0)
    envelope->destroy(envelope);
  return false;
}

/* Judges a hold, with the counts after it. */
CAPSULE_COLD void capsule_debug_held(const capsule_envelope *envelope, uint64_t count) {
  if ((uint32_t)count == 1) capsule_notify("unheld hold", envelope);
  capsule_write_event("hold", envelope, count);
}

#endif
