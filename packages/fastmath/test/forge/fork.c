/* fork.c: calls a kernel in a forked child process. Its only thread is the one that called
   fork(). */
#if !defined(_WIN32) && !defined(__APPLE__)
#define _GNU_SOURCE /* fork, alarm, setrlimit */
#endif

#include "calls.h"

#ifdef _WIN32

bool is_right_in_child(const call *what, uint64_t expected, size_t bytes) {
  (void)bytes;
  return call_kernel(what) == expected;
}

#else

#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS = 30 };

/* Limits how much memory this process can map in addition. Does nothing if /proc is missing. */
static void limit_memory(size_t bytes) {
  FILE *const file = fopen("/proc/self/statm", "r");
  unsigned long pages = 0;
  const bool read = file != NULL && fscanf(file, "%lu", &pages) == 1;
  if (file != NULL) fclose(file);
  struct rlimit limit;
  if (!read || getrlimit(RLIMIT_AS, &limit) != 0) return;
  limit.rlim_cur = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + bytes;
  setrlimit(RLIMIT_AS, &limit);
}

bool is_right_in_child(const call *what, uint64_t expected, size_t bytes) {
  const pid_t child = fork();
  if (child == 0) {
    alarm(SECONDS); /* ends a child that waits forever */
    if (bytes > 0) limit_memory(bytes);
    _exit(call_kernel(what) == expected ? 0 : 1);
  }
  int status = 1;
  return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
         WEXITSTATUS(status) == 0;
}

#endif
