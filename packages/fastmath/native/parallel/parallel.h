/* threads.h: helpers, which take a share of the work on a large array.

   Work is cut into chunks whose results do not depend on who computes them, or when. So a result has
   the same bits whether there are helpers or not. */
#ifndef FASTMATH_THREADS_H
#define FASTMATH_THREADS_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { MOST_THREADS = 256 };

/* Says how many threads a call may use, itself included, and how many the machine can run at a time.
   The first to say so decides for the process. Gives the number that holds. */
size_t decide_threads(size_t threads, size_t cores);

/* For tests: another number from now on, and, with `always`, threads for work however short. */
void force_threads(size_t threads, bool always);

/* Computes chunk i of a job. */
typedef void compute_chunk(void *job, size_t i);

/* Computes all chunks of a job, some of them in helpers, in the caller's rounding mode.

     nanoseconds   about what one thread would need
     chunks        how many there are

   Gives true when all are done, and false when none is: where helpers would not shorten the work, or
   work for another caller, or cannot be had. The caller is to work alone then; it never waits for a
   helper that has not begun. Any thread may call. */
bool in_threads(double nanoseconds, size_t chunks, compute_chunk *compute, void *job);

#ifdef __cplusplus
}
#endif

#endif
