/* compiler.h: compiler attributes that standard C lacks. */
#ifndef FASTMATH_COMPILER_H
#define FASTMATH_COMPILER_H

/* ALWAYS_INLINE is for functions to which each caller passes constants. Inlining specializes the
   loop for each call; compilers do not always inline them on their own.

   NEVER_INLINE is for functions with large arrays on the stack. If they were inlined into a
   recursive function, every frame would contain the arrays. */
#ifdef _MSC_VER
#define ALWAYS_INLINE static __forceinline
#define NEVER_INLINE static __declspec(noinline)
#else
#define ALWAYS_INLINE static inline __attribute__((always_inline))
#define NEVER_INLINE static __attribute__((noinline))
#endif

#endif
