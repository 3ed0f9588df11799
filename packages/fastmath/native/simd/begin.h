/* begin.h: functions from here to end.h are compiled for the instruction set SIMD_TARGET, which
   avx2.h and avx512.h define. Such a function must not be called before cpu.h has confirmed that
   the CPU has the instructions. Without SIMD_TARGET this does nothing. */
#ifdef SIMD_TARGET
#define SIMD_PRAGMA_TEXT(text) _Pragma(#text)
#define SIMD_PRAGMA(text) SIMD_PRAGMA_TEXT(text)
#if defined(__clang__)
SIMD_PRAGMA(clang attribute push(__attribute__((target(SIMD_TARGET))), apply_to = function))
#elif defined(__GNUC__)
SIMD_PRAGMA(GCC push_options)
SIMD_PRAGMA(GCC target(SIMD_TARGET))
#endif
#endif
