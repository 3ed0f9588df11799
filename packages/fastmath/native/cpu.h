/* cpu.h: what this CPU can run, and the system saves when it switches threads. */
#ifndef FASTMATH_CPU_H
#define FASTMATH_CPU_H

#include <stdbool.h>

#ifdef _MSC_VER
#include <intrin.h>

static inline bool cpu_has_avx2(void) {
  int info[4];
  __cpuid(info, 0);
  if (info[0] < 7) return false;
  __cpuid(info, 1);
  const int osxsave_and_avx = 1 << 27 | 1 << 28;
  const bool saved = (info[2] & osxsave_and_avx) == osxsave_and_avx && (_xgetbv(0) & 6) == 6;
  __cpuidex(info, 7, 0);
  return saved && (info[1] & (1 << 5)) != 0;
}
#else
static inline bool cpu_has_avx2(void) { return __builtin_cpu_supports("avx2"); }
#endif

#endif
