/* platform.h: what threads.cc needs of the processor and of the system. */
#ifndef FASTMATH_PLATFORM_H
#define FASTMATH_PLATFORM_H

#include <cfenv>

#ifdef _WIN32
#include <thread>
#else
#include <csignal>
#include <cstddef>
#include <pthread.h>
#endif

#if defined(__x86_64__) || defined(_M_X64)

#include <immintrin.h>

/* Rounding, and what is done with subnormal numbers. Kernels compute in SSE registers or wider. */
struct Environment {
  unsigned control = 0;
  void Get() { control = _mm_getcsr(); }
  void Set() const { _mm_setcsr(control); }
};

/* Spends a moment without keeping the other thread of the core from its work. */
inline void Pause() { _mm_pause(); }

#else

struct Environment {
  std::fenv_t all = {};
  void Get() { std::fegetenv(&all); }
  void Set() const { std::fesetenv(&all); }
};

#if defined(__aarch64__) && !defined(_MSC_VER)
inline void Pause() { __asm__ volatile("isb"); }
#else
inline void Pause() {}
#endif

#endif

#ifdef _WIN32

/* Starts a thread that nobody joins. False when the system refuses. */
inline bool StartThread(void *(*run)(void *), void *argument) {
  try {
    std::thread(run, argument).detach();
    return true;
  } catch (...) {
    return false;
  }
}

inline bool AtForkInChild(void (*)()) { return true; } /* there is no fork */

#else

/* Starts a thread that nobody joins. False when the system refuses. Signals are for the
   threads of who hosts us, but for those that a fault of this thread itself raises. */
inline bool StartThread(void *(*run)(void *), void *argument) {
  constexpr size_t STACK = 1024 * 1024; /* two blocks, and what the system puts there */
  sigset_t blocked, before;
  sigfillset(&blocked);
  const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS};
  for (const int fault : faults) sigdelset(&blocked, fault);
  pthread_attr_t attributes;
  pthread_t thread;
  if (pthread_attr_init(&attributes) != 0) return false;
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, STACK);
  pthread_sigmask(SIG_SETMASK, &blocked, &before);
  const bool started = pthread_create(&thread, &attributes, run, argument) == 0;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  return started;
}

/* Has a function called in each child that is forked. */
inline bool AtForkInChild(void (*call)()) { return pthread_atfork(nullptr, nullptr, call) == 0; }

#endif

#endif
