/* alone.c: no helpers: the kernels without threads.cc, which is C++ and needs a system with threads. */
#include "../../native/parallel/parallel.h"

bool in_threads(double nanoseconds, size_t chunks, compute_chunk *compute, void *job) {
  (void)nanoseconds, (void)chunks, (void)compute, (void)job;
  return false;
}
