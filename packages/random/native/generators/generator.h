/* generator.h: what the generators of this package have in common.

   A generator is a function that advances some 64-bit words and returns 64 random bits; the other
   functions of the table follow from it, in the way of NumPy. */
#ifndef RANDOM_GENERATOR_H
#define RANDOM_GENERATOR_H

#include <bitgen/bitgen.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { RANDOM_MAX_WORDS = 11 };

/* words        the state of the kind of generator.
   has_uint32   whether `uint32` is the unused half of a number that next_u32 has split.
   busy         1 during a call; only debug builds use it. */
struct bitgen_generator {
  uint64_t words[RANDOM_MAX_WORDS];
  uint32_t has_uint32;
  uint32_t uint32;
  uint32_t busy;
};

/* One kind of generator.

   words      the number of its words, without has_uint32 and uint32.
   jump       advances the state by about 2^128 numbers, or half of the period.
   is_valid   whether words that a caller passes are a state. */
typedef struct random_kind {
  const bitgen_api *api;
  size_t words;
  void (*jump)(uint64_t *words);
  bool (*is_valid)(const uint64_t *words);
} random_kind;

extern const random_kind random_pcg64, random_pcg64dxsm, random_philox, random_xoshiro256;

/* A debug build aborts, with a message, when two threads call one generator at the same time. */
#ifdef NDEBUG
static inline void random_enter(bitgen_generator *generator) { (void)generator; }
static inline void random_leave(bitgen_generator *generator) { (void)generator; }
#else
void random_enter(bitgen_generator *generator);
void random_leave(bitgen_generator *generator);
#endif

#ifdef __cplusplus
}
#endif

/* Defines the table NAME_api of a generator, whose step is NAME_next(words). */
#define RANDOM_DEFINE_TABLE(name)                                                                  \
  static uint64_t name##_u64(bitgen_generator *generator) {                                        \
    random_enter(generator);                                                                       \
    const uint64_t bits = name##_next(generator->words);                                           \
    random_leave(generator);                                                                       \
    return bits;                                                                                   \
  }                                                                                                \
  static uint32_t name##_u32(bitgen_generator *generator) {                                        \
    random_enter(generator);                                                                       \
    uint32_t bits = generator->uint32;                                                             \
    generator->has_uint32 ^= 1;                                                                    \
    if (generator->has_uint32 != 0) {                                                              \
      const uint64_t both = name##_next(generator->words);                                         \
      generator->uint32 = (uint32_t)(both >> 32);                                                  \
      bits = (uint32_t)both;                                                                       \
    }                                                                                              \
    random_leave(generator);                                                                       \
    return bits;                                                                                   \
  }                                                                                                \
  static double name##_double(bitgen_generator *generator) {                                       \
    random_enter(generator);                                                                       \
    const uint64_t bits = name##_next(generator->words);                                           \
    random_leave(generator);                                                                       \
    return (double)(bits >> 11) * 0x1p-53;                                                         \
  }                                                                                                \
  static const bitgen_api name##_api = {BITGEN_HEAD, .variant = #name, .next_u64 = name##_u64,     \
                                        .next_u32 = name##_u32, .next_double = name##_double}

#endif
