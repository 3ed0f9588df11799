/* cpu.h: the processor architecture, and which instruction sets this CPU and this system
   support. */
#ifndef FASTMATH_CPU_H
#define FASTMATH_CPU_H

#include <stdbool.h>

/* The instruction sets of the architecture, the fastest first. Each has <name>_table and
   cpu_has_<name>(). */
#if defined(__x86_64__) || defined(_M_X64)
#define FASTMATH_X64 1
#define INSTRUCTION_SETS(X) X(avx512) X(avx2) X(scalar)
#elif defined(__aarch64__) || defined(_M_ARM64)
#define FASTMATH_ARM64 1
#define INSTRUCTION_SETS(X) X(neon) X(scalar)
#else
#define INSTRUCTION_SETS(X) X(scalar)
#endif

static inline bool cpu_has_scalar(void) { return true; }
#ifdef FASTMATH_ARM64
static inline bool cpu_has_neon(void) { return true; } /* every arm64 has it */
#endif

#ifdef FASTMATH_X64

#ifdef _MSC_VER
#include <intrin.h>

/* `features` are bits of EBX of CPUID leaf 7; `registers` are the bits of XCR0 for the registers
   that the system saves when it switches threads. */
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

#endif
