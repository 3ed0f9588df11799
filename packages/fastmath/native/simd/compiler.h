/* compiler.h: what the sources need from a compiler beyond standard C. */
#ifndef FASTMATH_COMPILER_H
#define FASTMATH_COMPILER_H

/* ALWAYS_INLINE: for functions with arguments that are constants in each call. Inlining turns each
   call into a loop of its own; compilers do not always see that by themselves.

   NEVER_INLINE: for functions with large arrays on the stack. Inlined into a recursive function,
   the arrays would be in every frame. */
#ifdef _MSC_VER
#define ALWAYS_INLINE static __forceinline
#define NEVER_INLINE static __declspec(noinline)
#else
#define ALWAYS_INLINE static inline __attribute__((always_inline))
#define NEVER_INLINE static __attribute__((noinline))
#endif

#endif
