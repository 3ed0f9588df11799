/* trigger.h: decides which allocation or Node-API call fails, and counts them. */
#ifndef FAILURES_TRIGGER_H
#define FAILURES_TRIGGER_H

#include <cstdint>

/* What fails, and how. MODE_NAMES in trigger.cc has the names that JavaScript uses. */
enum class Mode {
  ALLOCATION,  /* one allocation */
  ALLOCATIONS, /* one allocation and all that follow, as under a memory limit */
  FAILURE,     /* one call: napi_generic_failure; its outputs are overwritten by invalid values */
  EXCEPTION,   /* one call that can run JavaScript: an exception is pending afterwards */
  TERMINATED, /* one call and all that follow, where they can run JavaScript: the end of a Worker */
};

/* The mode of that name, or -1. */
int FindMode(const char *name);

/* From now on the n-th allocation or call fails; none for 0, which counts only. */
void Arm(Mode mode, uint32_t n);

/* Ends that. `count` is how many there were since Arm, `failed` the name of the first one that
   failed, or NULL. */
struct Outcome {
  uint32_t count;
  const char *failed;
};
Outcome Disarm();

/* Whether this allocation fails. Thread: any. */
bool AllocationFails(const char *name);

/* Whether this call fails, and in which mode. */
bool CallFails(const char *name, bool runs_javascript, Mode *mode);

#endif
