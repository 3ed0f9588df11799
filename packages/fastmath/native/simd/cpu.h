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

/* __builtin_cpu_supports is not used: it needs a runtime library that has run its constructor, and
   returns 0 with those that have none. */
#ifdef _MSC_VER
#include <intrin.h>
static inline void cpu_id(int leaf, unsigned registers[4]) {
  int values[4];
  __cpuidex(values, leaf, 0);
  for (int i = 0; i < 4; i++) registers[i] = (unsigned)values[i];
}
static inline unsigned cpu_saved_registers(void) { return (unsigned)_xgetbv(0); }
#else
#include <cpuid.h>
static inline void cpu_id(int leaf, unsigned registers[4]) {
  __cpuid_count(leaf, 0, registers[0], registers[1], registers[2], registers[3]);
}
/* XCR0: the registers that the system saves when it switches threads. */
static inline unsigned cpu_saved_registers(void) {
  unsigned low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}
#endif

/* Whether the CPU has POPCNT, AVX and the features (bits of EBX of CPUID leaf 7), and the system
   saves the registers (bits of XCR0). */
static inline bool cpu_has(unsigned features, unsigned saved) {
  const unsigned popcnt_osxsave_avx = 1u << 23 | 1u << 27 | 1u << 28;
  unsigned registers[4];
  cpu_id(0, registers);
  if (registers[0] < 7) return false;
  cpu_id(1, registers);
  if ((registers[2] & popcnt_osxsave_avx) != popcnt_osxsave_avx) return false;
  cpu_id(7, registers);
  return (registers[1] & features) == features && (cpu_saved_registers() & saved) == saved;
}

static inline bool cpu_has_avx2(void) { return cpu_has(1u << 5, 0x06); }
static inline bool cpu_has_avx512(void) {
#ifdef __APPLE__ /* macOS saves the registers of AVX-512 from the first use on: not set before */
  const unsigned saved = 0x06;
#else
  const unsigned saved = 0xe6;
#endif
  return cpu_has(1u << 16 | 1u << 17 | 1u << 30 | 1u << 31, saved); /* F, DQ, BW, VL */
}
#endif

#endif
