/* busy.c: in debug builds, finds calls of one generator on two threads at the same time. */
#include "generator.h"

#ifndef NDEBUG
#include <capsule/abi.h>

void random_enter(bitgen_generator *generator) {
  if (capsule_atomic_compare_exchange(&generator->busy, 0, 1)) return;
  fprintf(stderr, "Drawing from a random generator: expected one call at a time, found a second "
                  "one on another thread. Give each thread a generator of its own: jumped(), "
                  "spawn().\n");
  abort();
}

void random_leave(bitgen_generator *generator) {
  capsule_atomic_compare_exchange(&generator->busy, 1, 0);
}
#endif
