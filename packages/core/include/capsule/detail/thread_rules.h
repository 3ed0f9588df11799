/* thread_rules.h: with CAPSULE_DEBUG, checks the thread rules of the functions of a table.
   Generated headers of producers call this: they seal a copy of the table whose functions check
   their rule and then call those of the producer. Without CAPSULE_DEBUG they seal the table. */
#ifndef CAPSULE_DETAIL_THREAD_RULES_H
#define CAPSULE_DETAIL_THREAD_RULES_H

#include "contract.h"
#include "record.h"

enum {
  CAPSULE_MAX_RUNNING = 128, /* calls at a time that are checked */
  CAPSULE_MAX_SUBJECTS = 4,  /* handles of one call that are checked */
  CAPSULE_MAX_BREAKS = 32    /* places whose fault is remembered */
};

/* A function, or a handle, in use by a call. */
typedef struct capsule_running {
  const void *subject; /* NULL: free */
  const char *function;
  capsule_stack stack;
} capsule_running;

/* The checked copy of a table. A translation unit that seals has one for each contract. */
typedef struct capsule_checks {
  uint32_t locked;
  uint32_t is_ready;
  const void *table; /* the producer's */
  capsule_running running[CAPSULE_MAX_RUNNING];
  /* The faults that were reported: each is reported once for each place. */
  size_t break_count;
  uint64_t breaks[CAPSULE_MAX_BREAKS];
} capsule_checks;

/* A call while it runs. */
typedef struct capsule_call {
  capsule_checks *checks;
  size_t count;
  capsule_running *running[CAPSULE_MAX_SUBJECTS];
} capsule_call;

static inline void capsule_lock_checks(capsule_checks *checks) {
  while (!capsule_atomic_compare_exchange(&checks->locked, 0, 1)) {
  }
}

static inline void capsule_unlock_checks(capsule_checks *checks) {
  capsule_atomic_compare_exchange(&checks->locked, 1, 0);
}

/* Locks the checks for the table that is sealed first: the caller fills in its copy, and calls
   capsule_checks_are_ready. Returns false if the copy exists, if another table was first, or if the
   table is one that sealing rejects. */
CAPSULE_COLD bool capsule_checks_begin(capsule_checks *checks, const void *table,
                                       const capsule_contract *contract) {
  if (table == NULL || ((const capsule_table *)table)->size <
                           sizeof(capsule_table) + contract->count * sizeof(capsule_function))
    return false;
  if (!capsule_pin(table)) return false;
  for (size_t i = 0; i < contract->count; i++) {
    const capsule_function function = capsule_function_at(table, i);
    if (function != NULL && !capsule_pin(capsule_code_address(function))) return false;
  }
  capsule_lock_checks(checks);
  if (checks->table == NULL) {
    checks->table = table;
    return true;
  }
  capsule_unlock_checks(checks);
  return false;
}

static inline void capsule_checks_are_ready(capsule_checks *checks) {
  checks->is_ready = 1;
  capsule_unlock_checks(checks);
}

/* Whether the copy is that of a table. */
CAPSULE_COLD bool capsule_checks_have(capsule_checks *checks, const void *table) {
  capsule_lock_checks(checks);
  const bool have = checks->is_ready != 0 && checks->table == table;
  capsule_unlock_checks(checks);
  return have;
}

/* ---- Reports --------------------------------------------------------------------------------- */

/* Whether a fault was not reported yet. Afterwards it counts as reported. */
CAPSULE_COLD bool capsule_is_new_break(capsule_checks *checks, const void *rule,
                                       const capsule_stack *stack) {
  uint64_t hash = (uint64_t)(uintptr_t)rule;
  for (uint32_t i = 0; i < stack->depth; i++)
    hash = (hash ^ (uint64_t)(uintptr_t)stack->frames[i]) * UINT64_C(0x100000001b3);
  for (size_t i = 0; i < checks->break_count && i < CAPSULE_MAX_BREAKS; i++)
    if (checks->breaks[i] == hash) return false;
  checks->breaks[checks->break_count++ % CAPSULE_MAX_BREAKS] = hash;
  return true;
}

/* Reports a broken rule. `other` is the call that runs at the same time, or NULL.

   capsule: two calls at a time: ticket of '@acme/signal' 1.1, by /.../consumer.node */
CAPSULE_COLD void capsule_report_break(const char *fault, const char *happened, const char *advice,
                                       const capsule_contract *contract, const char *function,
                                       const capsule_stack *stack, const capsule_running *other) {
  capsule_text text;
  capsule_text_clear(&text);
  capsule_append(&text, "%s: ", fault);
  capsule_append_escaped(&text, function, 200);
  capsule_append(&text, " of ");
  capsule_append_name(&text, contract->name);
  capsule_append(&text, " %u.%u, by ", (unsigned)contract->major, (unsigned)contract->minor);
  capsule_append_file(&text, capsule_caller_in(stack));
  capsule_report *report = capsule_report_begin(&text);
  capsule_text_clear(&text);
  capsule_append(&text, "table, sealed by ");
  capsule_append_file(&text, capsule_this_image());
  capsule_report_line(report, "  contents: ", text.bytes);
  capsule_report_line(report, "  what happened: ", happened);
  capsule_report_line(report, "  what to do: ", advice);
  if (other != NULL) {
    capsule_text_clear(&text);
    capsule_append_escaped(&text, other->function, 200);
    capsule_append(&text, " called at");
    capsule_report_stack(report, text.bytes, other->stack.frames, other->stack.depth);
  }
  capsule_report_stack(report, "now at", stack->frames, stack->depth);
  capsule_report_end(report, false);
}

/* ---- Calls ----------------------------------------------------------------------------------- */

/* Begins a call of a function with the rule 'js'. */
CAPSULE_COLD void capsule_check_js(capsule_checks *checks, const capsule_contract *contract,
                                   size_t index) {
  const capsule_entry *entry = capsule_entry_at(contract, index);
  capsule_stack stack;
  if (*capsule_is_js_thread()) return;
  capsule_capture_stack(&stack);
  capsule_lock_checks(checks);
  if (capsule_is_new_break(checks, entry, &stack))
    capsule_report_break(
        "call on another thread",
        "The thread rule of this function is 'js': it may only be called on a JavaScript thread "
        "that has opened the table. It was called on another thread.",
        "Call it on the JavaScript thread: from a thread of the addon through "
        "napi_call_threadsafe_function, from asynchronous work in its complete callback.",
        contract, entry->name, &stack, NULL);
  capsule_unlock_checks(checks);
}

/* Begins a call with subjects that no two calls may use at a time: the function itself for the rule
   'one', the handles for the rule 'handle'. */
CAPSULE_COLD capsule_call capsule_call_begin(capsule_checks *checks,
                                             const capsule_contract *contract, size_t index,
                                             const void *const *subjects, size_t count) {
  const capsule_entry *entry = capsule_entry_at(contract, index);
  const bool is_one = count == 1 && subjects[0] == entry;
  capsule_call call;
  capsule_stack stack;
  memset(&call, 0, sizeof(call));
  call.checks = checks;
  capsule_capture_stack(&stack);
  capsule_lock_checks(checks);
  const capsule_running *other = NULL;
  for (size_t i = 0; i < CAPSULE_MAX_RUNNING; i++)
    for (size_t k = 0; k < count; k++)
      if (subjects[k] != NULL && checks->running[i].subject == subjects[k])
        other = &checks->running[i];
  if (other != NULL && capsule_is_new_break(checks, entry, &stack))
    capsule_report_break(
        is_one ? "two calls at a time" : "two calls at a time with one handle",
        is_one ? "The thread rule of this function is 'one': one call at a time in the whole "
                 "process. It was called while another call was running."
               : "The thread rule of this function is 'handle': one call at a time for each "
                 "handle. It was called with a handle while another call was using it.",
        is_one ? "Lock a mutex around each call, which all environments share; or call it on one "
                 "thread only."
               : "Lock a mutex for each handle, or give each thread a handle of its own.",
        contract, entry->name, &stack, other);
  for (size_t k = 0, i = 0; k < count && k < CAPSULE_MAX_SUBJECTS; k++) {
    while (i < CAPSULE_MAX_RUNNING && checks->running[i].subject != NULL) i++;
    if (i == CAPSULE_MAX_RUNNING || subjects[k] == NULL) continue;
    capsule_running *running = &checks->running[i];
    running->subject = subjects[k];
    running->function = entry->name;
    running->stack = stack;
    call.running[call.count++] = running;
  }
  capsule_unlock_checks(checks);
  return call;
}

CAPSULE_COLD void capsule_call_end(const capsule_call *call) {
  capsule_lock_checks(call->checks);
  for (size_t i = 0; i < call->count; i++) call->running[i]->subject = NULL;
  capsule_unlock_checks(call->checks);
}

#endif
