/* pcg64.c: PCG64 and PCG64DXSM, linear congruential generators of 128 bits with a permuted output.

   M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
   Random Number Generation", 2014: pcg_setseq_128_xsl_rr_64, and its variant with the output
   function DXSM. As in NumPy, the words are the state and the increment, each with its upper half
   first. The increment is odd. */
#include "generator.h"

#include <bitgen/multiply.h>

typedef struct uint128 {
  uint64_t upper;
  uint64_t lower;
} uint128;

enum { STATE = 0, INCREMENT = 2 };

static const uint128 multiplier = {UINT64_C(0x2360ed051fc65da4), UINT64_C(0x4385df649fccf645)};
static const uint128 cheap_multiplier = {0, UINT64_C(0xda942042e4dd58b5)};

static inline uint128 at(const uint64_t *words, int index) {
  const uint128 value = {words[index], words[index + 1]};
  return value;
}

static inline void set(uint64_t *words, int index, uint128 value) {
  words[index] = value.upper;
  words[index + 1] = value.lower;
}

static inline uint128 multiply(uint128 a, uint128 b) {
  uint128 product;
  product.lower = bitgen_multiply(a.lower, b.lower, &product.upper);
  product.upper += a.upper * b.lower + a.lower * b.upper;
  return product;
}

static inline uint128 add(uint128 a, uint128 b) {
  const uint64_t lower = a.lower + b.lower;
  const uint128 sum = {a.upper + b.upper + (lower < a.lower), lower};
  return sum;
}

static inline uint64_t rotate_right(uint64_t x, unsigned by) {
  return (x >> by) | (x << (-by & 63));
}

/* The output follows from the state after the step. */
static inline uint64_t pcg64_next(uint64_t *words) {
  const uint128 state = add(multiply(at(words, STATE), multiplier), at(words, INCREMENT));
  set(words, STATE, state);
  return rotate_right(state.upper ^ state.lower, (unsigned)(state.upper >> 58));
}

/* The output follows from the state before the step. */
static inline uint64_t pcg64dxsm_next(uint64_t *words) {
  const uint128 state = at(words, STATE);
  set(words, STATE, add(multiply(state, cheap_multiplier), at(words, INCREMENT)));
  uint64_t bits = state.upper;
  bits ^= bits >> 32;
  bits *= cheap_multiplier.lower;
  bits ^= bits >> 48;
  return bits * (state.lower | 1);
}

/* Advances the state by `distance` steps: F. Brown, "Random Number Generation with Arbitrary
   Stride", 1994. */
static void advance(uint64_t *words, uint128 factor, uint128 distance) {
  uint128 all_factors = {0, 1}, all_increments = {0, 0}, increment = at(words, INCREMENT);
  const uint128 one = {0, 1};
  for (int bit = 0; bit < 128; bit++) {
    const uint64_t half = bit < 64 ? distance.lower : distance.upper;
    if (((half >> (bit % 64)) & 1) != 0) {
      all_factors = multiply(all_factors, factor);
      all_increments = add(multiply(all_increments, factor), increment);
    }
    increment = multiply(add(factor, one), increment);
    factor = multiply(factor, factor);
  }
  set(words, STATE, add(multiply(all_factors, at(words, STATE)), all_increments));
}

/* 2^128 divided by the golden ratio: repeated jumps stay far from each other. */
static const uint128 jump_distance = {UINT64_C(0x9e3779b97f4a7c15), UINT64_C(0xf39cc0605cedc835)};

static void jump_pcg64(uint64_t *words) { advance(words, multiplier, jump_distance); }
static void jump_pcg64dxsm(uint64_t *words) { advance(words, cheap_multiplier, jump_distance); }
static bool is_valid(const uint64_t *words) { return (words[INCREMENT + 1] & 1) != 0; }

RANDOM_DEFINE_TABLE(pcg64);
RANDOM_DEFINE_TABLE(pcg64dxsm);
const random_kind random_pcg64 = {&pcg64_api, 4, jump_pcg64, is_valid};
const random_kind random_pcg64dxsm = {&pcg64dxsm_api, 4, jump_pcg64dxsm, is_valid};
