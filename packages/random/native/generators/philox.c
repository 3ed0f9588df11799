/* philox.c: Philox 4x64 with 10 rounds, a generator that encrypts a counter.

   J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel Random Numbers: As Easy as 1, 2,
   3", 2011. As in NumPy, the words are the counter (four, the lowest first), the key (two), four
   numbers of the current block, and the index of the next one of these; the counter is increased
   before a block is made of it. */
#include "generator.h"

#include <bitgen/multiply.h>

enum { COUNTER = 0, KEY = 4, BLOCK = 6, POSITION = 10, ROUNDS = 10 };

static void encrypt(uint64_t *words) {
  uint64_t c0 = words[COUNTER], c1 = words[COUNTER + 1], c2 = words[COUNTER + 2];
  uint64_t c3 = words[COUNTER + 3], k0 = words[KEY], k1 = words[KEY + 1];
  for (int round = 0; round < ROUNDS; round++) {
    uint64_t upper0, upper1;
    const uint64_t lower0 = bitgen_multiply(UINT64_C(0xd2e7470ee14c6c93), c0, &upper0);
    const uint64_t lower1 = bitgen_multiply(UINT64_C(0xca5a826395121157), c2, &upper1);
    c0 = upper1 ^ c1 ^ k0;
    c1 = lower1;
    c2 = upper0 ^ c3 ^ k1;
    c3 = lower0;
    k0 += UINT64_C(0x9e3779b97f4a7c15);
    k1 += UINT64_C(0xbb67ae8584caa73b);
  }
  words[BLOCK] = c0;
  words[BLOCK + 1] = c1;
  words[BLOCK + 2] = c2;
  words[BLOCK + 3] = c3;
}

/* Adds 1 to the word `first` of the counter, and carries. */
static inline void increase(uint64_t *words, int first) {
  for (int i = first; i < 4; i++)
    if (++words[COUNTER + i] != 0) return;
}

static inline uint64_t philox_next(uint64_t *words) {
  if (words[POSITION] >= 4) {
    increase(words, 0);
    encrypt(words);
    words[POSITION] = 0;
  }
  return words[BLOCK + words[POSITION]++];
}

/* Advances the counter by 2^128 blocks, and discards the current one. */
static void jump(uint64_t *words) {
  increase(words, 2);
  words[POSITION] = 4;
}

static bool is_valid(const uint64_t *words) { return words[POSITION] <= 4; }

RANDOM_DEFINE_TABLE(philox);
const random_kind random_philox = {&philox_api, 11, jump, is_valid};
