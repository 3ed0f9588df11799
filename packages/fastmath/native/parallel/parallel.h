/* parallel.h: divides the work on a large array among threads.

   Work is divided into tasks whose results do not depend on the thread that computes them, or on
   when. So a result has the same bits with any number of threads. */
#ifndef FASTMATH_PARALLEL_H
#define FASTMATH_PARALLEL_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { MAX_THREADS = 256 };

/* Sets how many threads a call may use, the calling thread included, and how many cores there are.
   The first call decides for the process.

   Returns   the number of threads that is in effect */
size_t set_thread_count(size_t threads, size_t cores);

/* For tests: sets another number from now on, and with `always` ignores the cost of calls. */
void force_threads(size_t threads, bool always);

/* Computes task i. */
typedef void parallel_task(void *context, size_t i);

/* Computes `count` tasks, some of them in pool threads, in the floating-point environment of the
   caller.

     nanoseconds   about the time that one thread would need for all
     count         how many tasks

   Returns   true when all tasks are done; false when none is: where threads would not save time,
             are busy with another call, or cannot be started. The caller then computes alone.
   Thread    any; a caller never waits for a worker that has not started its task */
bool parallel_for(double nanoseconds, size_t count, parallel_task *task, void *context);

#ifdef __cplusplus
}
#endif

#endif
