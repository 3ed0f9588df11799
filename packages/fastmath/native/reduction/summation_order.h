/* order.h: the order of operations that every variant shares, so that all give the same bits.

   An array is cut into blocks of 8192 elements. A block of 128 or more has 32 lanes, a shorter one
   8; element i of a block belongs to lane i mod lanes. A lane makes a run of up to 16 additions,
   adds the run to its total, and begins the next: roundings do not pile up in one long chain. The
   totals are folded by halves: lane j takes lane j + half, until one is left. The sums of blocks
   are added in pairs, then pairs of pairs: of more than one block, the left half of the tree has
   the largest power of two of blocks that leaves some for the right. Every sum starts from -0, the
   only number whose addition changes nothing. Nothing is fused.

   8 lanes are what a JavaScript loop can follow at full speed, 32 are what the widest registers
   need; a block of 64 KiB fits a second-level cache, and gives threads something to share. */
#ifndef FASTMATH_ORDER_H
#define FASTMATH_ORDER_H

#include <stddef.h>

enum { RUN = 16, SHORT = 128, BLOCK = 8192, SHORT_LANES = 8, LONG_LANES = 32 };

/* Constant arguments of these functions are constants in their bodies: each use is a kernel of its
   own, and compilers are not trusted to see that. */
#ifdef _MSC_VER
#define ALWAYS_INLINE static __forceinline
#else
#define ALWAYS_INLINE static inline __attribute__((always_inline))
#endif

/* Where a run or a block that begins at `start` ends. */
static inline size_t end_of(size_t start, size_t length, size_t n) {
  return n - start < length ? n : start + length;
}

/* Adds one block: the terms x[i], or x[i]*y[i]. y is NULL for the first. */
typedef double add_block(const double *x, const double *y, size_t n);

/* tree.c: more than one block. */
double add_blocks(add_block *block, const double *x, const double *y, size_t n);

static inline double add_tree(add_block *block, const double *x, const double *y, size_t n) {
  return n <= BLOCK ? block(x, y, n) : add_blocks(block, x, y, n);
}

#endif
