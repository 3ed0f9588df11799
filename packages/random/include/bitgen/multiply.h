/* multiply.h: the product of two 64-bit numbers. */
#ifndef BITGEN_MULTIPLY_H
#define BITGEN_MULTIPLY_H

#include <stdint.h>

/* Returns the lower half of a * b, and stores the upper half. */
static inline uint64_t bitgen_multiply(uint64_t a, uint64_t b, uint64_t *upper) {
#if defined(__SIZEOF_INT128__) && !defined(BITGEN_WITHOUT_INT128)
  __extension__ typedef unsigned __int128 wide;
  const wide product = (wide)a * b;
  *upper = (uint64_t)(product >> 64);
  return (uint64_t)product;
#else
  const uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
  const uint64_t low = a0 * b0, middle = a1 * b0 + (low >> 32);
  const uint64_t other = a0 * b1 + (uint32_t)middle;
  *upper = a1 * b1 + (middle >> 32) + (other >> 32);
  return (other << 32) | (uint32_t)low;
#endif
}

#endif
