/* platform.h: functions of the processor and the system that thread_pool.cc uses. */
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

/* The floating-point environment: the rounding mode, and whether subnormal numbers are flushed to
   zero. MXCSR controls all vector registers, in which kernels compute. */
struct FloatingPointEnvironment {
  unsigned control = 0;
  void Get() { control = _mm_getcsr(); }
  void Set() const { _mm_setcsr(control); }
};

/* For loops that wait: yields the core to its other hardware thread for a moment. */
inline void Pause() { _mm_pause(); }

#else

struct FloatingPointEnvironment {
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

/* Starts a detached thread. Returns false when the system cannot start one. */
inline bool StartThread(void *(*run)(void *), void *argument) {
  try {
    std::thread(run, argument).detach();
    return true;
  } catch (...) {
    return false;
  }
}

inline bool OnForkInChild(void (*)()) { return true; } /* Windows has no fork */

#else

/* Starts a detached thread. Returns false when the system cannot start one. The thread blocks all
   signals, so that threads of the host handle them, except the signals that its own faults
   raise. */
inline bool StartThread(void *(*run)(void *), void *argument) {
  constexpr size_t STACK = 1024 * 1024; /* for copies of two blocks, and what the system needs */
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

/* Registers a function that is called in each forked child process. */
inline bool OnForkInChild(void (*call)()) { return pthread_atfork(nullptr, nullptr, call) == 0; }

#endif

#endif
