/* environment.c: tests whether kernels preserve the floating-point environment. The exception
   flags, such as "inexact", are ignored, because all arithmetic sets them. */
#include "calls.h"

#include <fenv.h>

#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
enum { FLAGS = 0x3f, FLUSH = 0x8040 }; /* FLUSH: the bits for results and for operands */
static unsigned control(void) { return _mm_getcsr() & ~(unsigned)FLAGS; }
static void flush_subnormals(void) { _mm_setcsr(_mm_getcsr() | FLUSH); }
#elif defined(__aarch64__)
enum { FLUSH = 1 << 24 };
static unsigned control(void) {
  uint64_t fpcr;
  __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
  return (unsigned)fpcr;
}
static void flush_subnormals(void) {
  const uint64_t fpcr = control() | FLUSH;
  __asm__ volatile("msr fpcr, %0" ::"r"(fpcr));
}
#else
static unsigned control(void) { return 0; }
static void flush_subnormals(void) {}
#endif

bool keeps_environment(const call *what) {
  const int modes[] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
  bool kept = true;
  fenv_t before;
  if (fegetenv(&before) != 0) return false;
  for (size_t i = 0; i < 2 * sizeof(modes) / sizeof(modes[0]); i++) {
    if (fesetround(modes[i / 2]) != 0) kept = false;
    if (i % 2 == 1) flush_subnormals();
    const unsigned found = control();
    call_kernel(what);
    if (fegetround() != modes[i / 2] || control() != found) kept = false;
    if (fesetenv(&before) != 0) return false;
  }
  return kept;
}

uint64_t call_rounding_up(const call *what) {
  fenv_t before;
  if (fegetenv(&before) != 0 || fesetround(FE_UPWARD) != 0) return 0;
  flush_subnormals();
  const uint64_t hash = call_kernel(what);
  return fesetenv(&before) == 0 ? hash : 0;
}
