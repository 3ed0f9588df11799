/* alone.c: computes in one thread, without thread_pool.cc, which is C++ and needs threads. */
#include "../../native/parallel/parallel.h"

bool parallel_for(double nanoseconds, size_t count, parallel_task *task, void *context) {
  (void)nanoseconds, (void)count, (void)task, (void)context;
  return false;
}
