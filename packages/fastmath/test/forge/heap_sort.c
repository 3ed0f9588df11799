/* heap_sort.c: calls the heapsort of sort.c. No array is known for which sort() calls it, because
   samples become random after a bad partition. */
#include "../../native/kernels/sort.c"

#include "calls.h"

bool parallel_for(double nanoseconds, size_t count, parallel_task *task, void *context) {
  (void)nanoseconds, (void)count, (void)task, (void)context;
  return false;
}

void sort_by_heap(double *x, size_t n) { heap_sort(x, n); }
