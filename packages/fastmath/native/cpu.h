/* cpu.h: what this CPU can run, and the system saves when it switches threads. */
#ifndef FASTMATH_CPU_H
#define FASTMATH_CPU_H

#include <stdbool.h>

#ifdef _MSC_VER
#include <intrin.h>

static inline bool cpu_has_avx2(void) {
  int info[4];
  __cpuid(info, 1);
  const bool saved = (info[2] & (1 << 27)) != 0 && (_xgetbv(0) & 6) == 6; /* OSXSAVE; XMM and YMM */
  __cpuidex(info, 7, 0);
  return saved && (info[1] & (1 << 5)) != 0;
}
#else
static inline bool cpu_has_avx2(void) { return __builtin_cpu_supports("avx2"); }
#endif

#endif
