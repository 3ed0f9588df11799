/* fault.h: the report of a fault that CAPSULE_DEBUG finds, as text on stderr. It allocates nothing,
   and one write has the whole report, so that those of several threads and addons do not mix. */
#ifndef CAPSULE_DETAIL_FAULT_H
#define CAPSULE_DETAIL_FAULT_H

#include "debug.h"

/* The report that is being written. */
typedef struct capsule_report {
  uint32_t locked;
  size_t length;
  char bytes[16384];
} capsule_report;

/* Each translation unit has its own. */
static inline capsule_report *capsule_the_report(void) {
  static capsule_report report;
  return &report;
}

/* Begins a report with its first line, and locks it. */
static inline capsule_report *capsule_report_begin(const capsule_text *title) {
  capsule_report *report = capsule_the_report();
  while (!capsule_atomic_compare_exchange(&report->locked, 0, 1)) {
  }
  const int length = snprintf(report->bytes, sizeof(report->bytes), "capsule: %s\n", title->bytes);
  report->length = length > 0 ? (size_t)length : 0;
  return report;
}

/* Appends a line. Lines for which there is no room are omitted. */
static inline void capsule_report_line(capsule_report *report, const char *indent,
                                       const char *line) {
  const size_t available = sizeof(report->bytes) - report->length;
  const int length = snprintf(report->bytes + report->length, available, "%s%s\n", indent, line);
  if (length > 0 && (size_t)length < available) report->length += (size_t)length;
}

/* Appends a stack, one line for each function: the image, the offset in it, which addr2line takes,
   and the name where the image has a symbol. It ends where Node, or code that it has compiled,
   called the addon.

     opened at
       /.../stats.node+0x4f1c (open+0x1c)
       node */
CAPSULE_COLD void capsule_report_stack(capsule_report *report, const char *title,
                                       void *const *frames, uint32_t depth) {
  const char *symbol;
  uintptr_t start;
  const uintptr_t host = capsule_image_base(
      capsule_code_address((capsule_function)napi_create_object), &symbol, &start);
  if (depth > 0) capsule_report_line(report, "  ", title);
  for (uint32_t i = 0; i < depth; i++) {
    const uintptr_t base = capsule_image_base(frames[i], &symbol, &start);
    capsule_text line;
    capsule_text_clear(&line);
    if (base == host || base == 0) {
      capsule_report_line(report, "    ", "node");
      return;
    }
    capsule_append_file(&line, frames[i]);
    capsule_append(&line, "+0x%zx", (size_t)((uintptr_t)frames[i] - base));
    if (symbol != NULL) {
      capsule_append(&line, " (");
      capsule_append_escaped(&line, symbol, 200);
      capsule_append(&line, "+0x%zx)", (size_t)((uintptr_t)frames[i] - start));
    }
    capsule_report_line(report, "    ", line.bytes);
  }
}

/* Ends a report with an empty line, writes it and unlocks it. With CAPSULE_DEBUG=abort, ends the
   process unless `more` reports follow. */
CAPSULE_COLD void capsule_report_end(capsule_report *report, bool more) {
  capsule_report_line(report, "", "");
  fwrite(report->bytes, 1, report->length, stderr);
  fflush(stderr);
  if (!more && capsule_debug_get_mode() == CAPSULE_DEBUG_ABORT) abort();
  capsule_atomic_compare_exchange(&report->locked, 1, 0);
}

/* Begins the report of a fault. `envelope` may be a copy, for its label; `address` is its place.

   capsule: double release [Capsule '@acme/plan'], holds: 0, values: 1, at 0x5581c0, by /.../b.node
     contents: pointer, sealed by /.../acme.node
     what happened: ...
     what to do: ... */
CAPSULE_COLD capsule_report *capsule_fault_begin(const char *fault, const char *happened,
                                                 const char *advice,
                                                 const capsule_envelope *envelope,
                                                 const void *address, uint64_t count,
                                                 const void *caller) {
  capsule_text text;
  capsule_text_clear(&text);
  capsule_append(&text, "%s ", fault);
  capsule_append_label(&text, envelope);
  capsule_append_counts(&text, address, count, caller);
  capsule_report *report = capsule_report_begin(&text);
  capsule_text_clear(&text);
  capsule_append(&text, "%s, sealed by ", capsule_kind_name(envelope->kind));
  capsule_append_escaped(&text, envelope->file, CAPSULE_PATH_SIZE);
  capsule_report_line(report, "  contents: ", text.bytes);
  capsule_report_line(report, "  what happened: ", happened);
  capsule_report_line(report, "  what to do: ", advice);
  return report;
}

#endif
