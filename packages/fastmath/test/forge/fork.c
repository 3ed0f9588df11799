/* fork.c: calls a kernel in a child process, which has no thread but the one that forked. */
#if !defined(_WIN32) && !defined(__APPLE__)
#define _GNU_SOURCE /* fork, alarm */
#endif

#include "calls.h"

#ifdef _WIN32

bool is_right_in_child(const call *what, uint64_t expected) {
  return call_kernel(what) == expected;
}

#else

#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS = 30 };

bool is_right_in_child(const call *what, uint64_t expected) {
  const pid_t child = fork();
  if (child == 0) {
    alarm(SECONDS); /* ends a child that waits without end */
    _exit(call_kernel(what) == expected ? 0 : 1);
  }
  int status = 1;
  return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
         WEXITSTATUS(status) == 0;
}

#endif
