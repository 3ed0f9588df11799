/* heap_sort.c: the part of sort.c that no array is known to reach, because samples are random
   then. */
#include "../../native/kernels/sort.c"

#include "calls.h"

bool parallel_for(double nanoseconds, size_t count, parallel_task *task, void *context) {
  (void)nanoseconds, (void)count, (void)task, (void)context;
  return false;
}

void sort_by_heap(double *x, size_t n) { heap_sort(x, n); }
