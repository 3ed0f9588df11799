/* trigger.h: decides which allocation or Node-API call fails, and counts them. */
#ifndef FAILURES_TRIGGER_H
#define FAILURES_TRIGGER_H

#include <cstdint>

/* Modes of failure. MODE_NAMES in trigger.cc has the names that JavaScript uses. */
enum class Mode {
  ALLOCATION,  /* one allocation */
  ALLOCATIONS, /* one allocation and all that follow, as under a memory limit */
  FAILURE,     /* one call: napi_generic_failure; its outputs are overwritten by invalid values */
  EXCEPTION,   /* one call that can run JavaScript: an exception is pending afterwards */
  TERMINATED,  /* all calls from one on that can run JavaScript: as when a Worker is terminated */
};

/* Returns the mode with a name, or -1. */
int FindMode(const char *name);

/* Starts counting; the n-th allocation or call fails. With n = 0 none fails. */
void Arm(Mode mode, uint32_t n);

/* Stops counting. `count` is the number of allocations or calls since Arm; `failed` is the name of
   the first one that failed, or NULL. */
struct Outcome {
  uint32_t count;
  const char *failed;
};
Outcome Disarm();

/* Counts an allocation. Returns whether it has to fail. Thread: any. */
bool AllocationFails(const char *name);

/* Counts a call. Returns whether it has to fail, and in which mode. */
bool CallFails(const char *name, bool runs_javascript, Mode *mode);

#endif
