/* sum_exact.c: the exact sum, in one long integer.

   Every double is an integral multiple of 2^-1074. The sum is stored in digits of 32 bits, each in
   a word of 64 bits. A mantissa of 53 bits is split in two: one part is added to the digit in which
   it begins, the other to the next digit. After R. Neal, "Fast exact summation using small and
   large superaccumulators" (2015). */
#include "sum_exact.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* A double needs 2098 bits, and the number of doubles 64 more. An addition adds at most 2^52 to a
   digit; a carry after every 2^10 additions prevents the overflow of its word. */
enum { DIGIT = 32, DIGITS = 68, CARRY_INTERVAL = 1024 };

static const uint64_t fraction_bits = (UINT64_C(1) << 52) - 1;

/* The number is the sum of digit[i] * 2^(32*i - 1074). Digits can be negative before carry(). */
typedef struct exact {
  int64_t digit[DIGITS];
} exact;

static uint64_t bits_of(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof(bits));
  return bits;
}

static double from_bits(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof(value));
  return value;
}

/* Adds a finite double. */
static void add_value(exact *sum, uint64_t bits) {
  const unsigned exponent = (unsigned)(bits >> 52) & 0x7ff;
  const uint64_t mantissa = (bits & fraction_bits) | (uint64_t)(exponent != 0) << 52;
  const unsigned place = exponent == 0 ? 0 : exponent - 1, shift = place % DIGIT;
  const int64_t low = (int64_t)((mantissa << shift) & UINT32_MAX);
  const int64_t high = (int64_t)(mantissa >> (DIGIT - shift));
  /* -1 or 0. Flipping the bits and subtracting -1 negates a number. Branch-free, because signs are
     unpredictable. */
  const int64_t negative = -(int64_t)(bits >> 63);
  sum->digit[place / DIGIT] += (low ^ negative) - negative;
  sum->digit[place / DIGIT + 1] += (high ^ negative) - negative;
}

/* Reduces every digit except the last to the range 0 to 2^32 - 1. The last digit has the sign. */
static void carry(exact *sum) {
  for (int i = 0; i < DIGITS - 1; i++) {
    const int64_t kept = sum->digit[i] & (int64_t)UINT32_MAX;
    sum->digit[i + 1] += (sum->digit[i] - kept) / (INT64_C(1) << DIGIT);
    sum->digit[i] = kept;
  }
}

/* Returns 64 bits of the number, from bit `place` on. Requires carry(). */
static uint64_t bits_at(const exact *sum, int place) {
  const int i = place / DIGIT, shift = place % DIGIT;
  const uint64_t low = (uint64_t)sum->digit[i] | (uint64_t)sum->digit[i + 1] << DIGIT;
  return shift == 0 ? low : low >> shift | (uint64_t)sum->digit[i + 2] << (2 * DIGIT - shift);
}

static bool any_below(const exact *sum, int place) {
  for (int i = 0; i < place / DIGIT; i++)
    if (sum->digit[i] != 0) return true;
  return (bits_at(sum, place / DIGIT * DIGIT) & ((UINT64_C(1) << place % DIGIT) - 1)) != 0;
}

/* Returns the double nearest to a number that is greater than 0. */
static double nearest(const exact *sum) {
  int last = DIGITS - 1;
  while (sum->digit[last] == 0) last--;
  int top = last * DIGIT;
  while (sum->digit[last] >> (top % DIGIT) > 1) top++;
  /* Below 2^-1021 the bits of a double are equal to the number in units of 2^-1074. */
  if (top <= 52) return from_bits(bits_at(sum, 0));
  const int shift = top - 52;
  uint64_t mantissa = bits_at(sum, shift) & (fraction_bits << 1 | 1);
  const bool half = (bits_at(sum, shift - 1) & 1) != 0;
  if (half && ((mantissa & 1) != 0 || any_below(sum, shift - 1))) mantissa++;
  /* The leading bit adds 1 to the exponent; a mantissa that was rounded up to 2^53 adds 2. */
  const uint64_t bits = ((uint64_t)shift << 52) + mantissa;
  const uint64_t infinite = UINT64_C(0x7ff) << 52;
  return bits < infinite ? from_bits(bits) : INFINITY;
}

static double round_once(exact *sum, bool all_minus_zero) {
  carry(sum);
  const bool negative = sum->digit[DIGITS - 1] < 0;
  if (negative) {
    for (int i = 0; i < DIGITS; i++) sum->digit[i] = -sum->digit[i];
    carry(sum);
  }
  for (int i = 0; i < DIGITS; i++)
    if (sum->digit[i] != 0) return negative ? -nearest(sum) : nearest(sum);
  return all_minus_zero ? -0.0 : 0.0;
}

double sum_in_long_integer(const double *x, size_t n) {
  exact sum = {{0}};
  bool positive = false, negative = false, nan = false, all_minus_zero = true;
  for (size_t i = 0; i < n; i++) {
    const uint64_t bits = bits_of(x[i]);
    all_minus_zero &= bits == UINT64_C(1) << 63;
    if ((bits >> 52 & 0x7ff) == 0x7ff) {
      if ((bits & fraction_bits) != 0) nan = true;
      else if (bits >> 63 != 0) negative = true;
      else positive = true;
    } else {
      add_value(&sum, bits);
    }
    if (i % CARRY_INTERVAL == CARRY_INTERVAL - 1) carry(&sum);
  }
  if (nan || (positive && negative)) return NAN;
  if (positive || negative) return positive ? INFINITY : -INFINITY;
  return round_once(&sum, all_minus_zero);
}

/* Tests additions, because each processor architecture has its own way to read the rounding
   mode. */
bool rounding_errors_are_exact(void) {
  const volatile double one = 1, half = 0x1p-53, more = 0x1.8p-53, least = 0x1p-1074;
  const volatile double down = one + half, up = one + more, twice = least + least;
  return down == 1 && up == 1 + 0x1p-52 && twice > 0;
}
