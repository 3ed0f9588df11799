/* xoshiro256.c: xoshiro256++, a generator of shifts and rotations, with a period of 2^256 - 1.

   D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM Transactions on
   Mathematical Software 47(4), 2021. */
#include "generator.h"

static inline uint64_t rotate_left(uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

static inline uint64_t xoshiro256_next(uint64_t *words) {
  const uint64_t bits = rotate_left(words[0] + words[3], 23) + words[0];
  const uint64_t shifted = words[1] << 17;
  words[2] ^= words[0];
  words[3] ^= words[1];
  words[1] ^= words[2];
  words[0] ^= words[3];
  words[2] ^= shifted;
  words[3] = rotate_left(words[3], 45);
  return bits;
}

/* Advances the state by 2^128 numbers: it is multiplied by a polynomial over GF(2). */
static void jump(uint64_t *words) {
  static const uint64_t polynomial[4] = {UINT64_C(0x180ec6d33cfd0aba), UINT64_C(0xd5a61266f0c9392c),
                                         UINT64_C(0xa9582618e03fc9aa),
                                         UINT64_C(0x39abdc4529b1661c)};
  uint64_t sum[4] = {0, 0, 0, 0};
  for (int bit = 0; bit < 256; bit++) {
    if (((polynomial[bit / 64] >> (bit % 64)) & 1) != 0)
      for (int i = 0; i < 4; i++) sum[i] ^= words[i];
    xoshiro256_next(words);
  }
  for (int i = 0; i < 4; i++) words[i] = sum[i];
}

/* From a state of zeros follow only zeros. */
static bool is_valid(const uint64_t *words) {
  return (words[0] | words[1] | words[2] | words[3]) != 0;
}

RANDOM_DEFINE_TABLE(xoshiro256);
const random_kind random_xoshiro256 = {&xoshiro256_api, 4, jump, is_valid};
