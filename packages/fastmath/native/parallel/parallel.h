/* parallel.h: divides the work on a large array among threads.

   Work is divided into tasks. The result of a task depends neither on the thread that computes it
   nor on the order of the tasks, so the result of a call has the same bits with any number of
   threads. */
#ifndef FASTMATH_PARALLEL_H
#define FASTMATH_PARALLEL_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { MAX_THREADS = 256 };

/* Sets how many threads a call may use, including the calling thread, and how many cores there are.
   The first call decides for the process; later calls have no effect.

   Returns   the number of threads that is in effect */
size_t set_thread_count(size_t threads, size_t cores);

/* For tests: changes the number of threads. With `always`, also divides work that is too short to
   be worth it. */
void force_threads(size_t threads, bool always);

/* Computes task i. */
typedef void parallel_task(void *context, size_t i);

/* Computes `count` tasks, some of them in pool threads, in the floating-point environment of the
   caller.

     nanoseconds   about the time that one thread would need for all tasks
     count         the number of tasks

   Returns   true when all tasks are done; false when none has been started, because threads would
             not save time, compute for another caller, or cannot be started. Then the caller has to
             compute the result itself.
   Thread    any; a caller never waits for a pool thread that has not started a task */
bool parallel_for(double nanoseconds, size_t count, parallel_task *task, void *context);

#ifdef __cplusplus
}
#endif

#endif
