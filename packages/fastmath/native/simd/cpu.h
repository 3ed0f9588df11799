/* cpu.h: what this CPU can run, and the system saves when it switches threads. */
#ifndef FASTMATH_CPU_H
#define FASTMATH_CPU_H

#include <stdbool.h>

#ifdef _MSC_VER
#include <intrin.h>

/* Bits of EBX of leaf 7, and the registers for which the system has room, as XCR0 has them. */
static inline bool cpu_has(int features, unsigned long long registers) {
  int info[4];
  __cpuid(info, 0);
  if (info[0] < 7) return false;
  __cpuid(info, 1);
  const int osxsave_and_avx = 1 << 27 | 1 << 28;
  if ((info[2] & osxsave_and_avx) != osxsave_and_avx) return false;
  __cpuidex(info, 7, 0);
  return (info[1] & features) == features && (_xgetbv(0) & registers) == registers;
}

static inline bool cpu_has_avx2(void) { return cpu_has(1 << 5, 0x06); }
static inline bool cpu_has_avx512(void) {
  return cpu_has(1 << 16 | 1 << 17 | 1 << 30 | (int)(1u << 31), 0xe6); /* F, DQ, BW, VL */
}
#else
static inline bool cpu_has_avx2(void) { return __builtin_cpu_supports("avx2"); }
static inline bool cpu_has_avx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}
#endif

#endif
