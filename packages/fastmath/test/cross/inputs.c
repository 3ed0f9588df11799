/* inputs.c: a function for each kind of data for which a kernel may take another path. */
#include "inputs.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* splitmix64 (Steele, Lea and Flood 2014). */
static uint64_t bits(uint64_t *state) {
  uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return z ^ z >> 31;
}

static double from_bits(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof(value));
  return value;
}

/* Returns a number from -1 to 1 with 54 bits, so that zeros have both signs and sums are
   rounded. */
static double uniform(uint64_t *state) { return (double)((int64_t)bits(state) >> 10) * 0x1p-53; }

/* Returns true once in `period` calls on average. */
static int rarely(uint64_t *state, uint64_t period) { return bits(state) % period == 0; }

static double large(uint64_t *state) { return 1e9 + uniform(state); }

static double small_integer(uint64_t *state) { return (double)(int64_t)(bits(state) % 7) - 3; }

/* Returns a number whose absolute value is from 2^-100 to 2^100, of either sign. */
static double any_magnitude(uint64_t *state) {
  const uint64_t exponent = 1023 - 100 + bits(state) % 201;
  return from_bits((bits(state) & UINT64_C(0x800fffffffffffff)) | exponent << 52);
}

/* Returns any bits as a double: one in 2048 is NaN (or infinite), and sums overflow. */
static double any_double(uint64_t *state) { return from_bits(bits(state)); }

static double subnormal(uint64_t *state) {
  return from_bits(bits(state) & UINT64_C(0x800fffffffffffff));
}

/* Returns a number whose square is subnormal. */
static double tiny(uint64_t *state) { return uniform(state) * 0x1p-530; }

static double zero(uint64_t *state) { return rarely(state, 2) ? -0.0 : 0.0; }

static double minus_zero(uint64_t *state) { return (void)state, -0.0; }

static double with_zeros(uint64_t *state) {
  return rarely(state, 8) ? zero(state) : uniform(state) + 1;
}

static double with_infinity(uint64_t *state) {
  return rarely(state, 40) ? INFINITY : uniform(state);
}

/* Returns infinities among NaN of all payloads, quiet and signalling. */
static double with_nan(uint64_t *state) {
  return rarely(state, 40) ? from_bits(bits(state) | UINT64_C(0x7ff) << 52) : uniform(state);
}

const kind kinds[KINDS] = {
    {"uniform numbers", uniform},
    {"numbers around 1e9", large},
    {"small integers", small_integer},
    {"numbers of any magnitude", any_magnitude},
    {"any double at all", any_double},
    {"subnormal numbers", subnormal},
    {"numbers of subnormal squares", tiny},
    {"zeros of both signs", zero},
    {"-0", minus_zero},
    {"zeros among numbers", with_zeros},
    {"infinity among numbers", with_infinity},
    {"NaN among numbers", with_nan},
};

void make_inputs(const kind *of, double *values, size_t n, uint64_t seed) {
  uint64_t state = seed;
  for (size_t i = 0; i < n; i++) values[i] = of->next(&state);
}
