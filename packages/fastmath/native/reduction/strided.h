/* column.h: values at equal distances, such as a column of a matrix that is stored by rows. They are
   copied side by side, a block at a time, and computed with as any others: same bits. */
#ifndef FASTMATH_COLUMN_H
#define FASTMATH_COLUMN_H

#include "summation_order.h"

/* A copy of a block is 64 KiB: in the frame of a function that calls itself there would be many. */
#ifdef _MSC_VER
#define NEVER_INLINE static __declspec(noinline)
#else
#define NEVER_INLINE static __attribute__((noinline))
#endif

/* Value i is at[i * step]. */
typedef struct column {
  const double *at;
  ptrdiff_t step;
} column;

static inline column column_of(const double *at, ptrdiff_t step) {
  const column of = {at, step};
  return of;
}

/* Its values from `start` on. */
static inline column column_from(column of, size_t start) {
  return column_of(of.at + (ptrdiff_t)start * of.step, of.step);
}

static inline void copy_column(column of, size_t n, double *to) {
  for (size_t i = 0; i < n; i++) to[i] = of.at[(ptrdiff_t)i * of.step];
}

/* n <= BLOCK values side by side: where they are, or in the copy. */
static inline const double *side_by_side(column of, size_t n, double copy[BLOCK]) {
  if (of.step == 1) return of.at;
  copy_column(of, n, copy);
  return copy;
}

#endif
