/* alone.c: no helpers: the kernels without threads.cc, which is C++ and needs a system with threads. */
#include "../../native/parallel/parallel.h"

bool parallel_for(double nanoseconds, size_t count, parallel_task *task, void *context) {
  (void)nanoseconds, (void)count, (void)task, (void)context;
  return false;
}
