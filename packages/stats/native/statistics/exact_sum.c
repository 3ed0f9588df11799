/* exact_sum.c: arithmetic of integers with many digits. */
#include "exact_sum.h"

#include <string.h>

static const int64_t BASE = (int64_t)1 << DIGIT_BITS;
static const int64_t MASK = ((int64_t)1 << DIGIT_BITS) - 1;

bool split_digits(double x, double_digits *to) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof(bits));
  const int biased = (int)(bits >> 52 & 0x7ff);
  const uint64_t fraction = bits & 0xfffffffffffffu;
  if (biased == 0x7ff || (biased == 0 && fraction == 0)) return false;
  const uint64_t mantissa = biased == 0 ? fraction : fraction | 0x10000000000000u;
  const int place = biased == 0 ? 0 : biased - 1, shift = place % DIGIT_BITS;
  const uint64_t a = (mantissa & (uint64_t)MASK) << shift;
  const uint64_t b = (mantissa >> DIGIT_BITS << shift) + (a >> DIGIT_BITS);
  to->first = place / DIGIT_BITS;
  to->negative = bits >> 63 != 0;
  to->d[0] = (int64_t)a & MASK;
  to->d[1] = (int64_t)b & MASK;
  to->d[2] = (int64_t)(b >> DIGIT_BITS);
  return true;
}

int64_t carry_digits(int64_t *digits, int count) {
  int64_t carry = 0;
  for (int i = 0; i < count; i++) {
    const int64_t digit = digits[i] + carry;
    digits[i] = digit & MASK;
    carry = (digit - digits[i]) / BASE;
  }
  return carry;
}

static int leading_zeros(uint64_t bits) {
  int zeros = 0;
  for (int step = 32; step > 0; step /= 2) {
    if (bits >> (64 - step) != 0) continue;
    zeros += step;
    bits <<= step;
  }
  return zeros;
}

uint64_t leading_bits(const int64_t *digits, int count, int *exponent) {
  int i = count - 1;
  while (digits[i] == 0) i--;
  uint64_t bits = (uint64_t)digits[i--];
  for (; i >= 0 && bits >> (64 - DIGIT_BITS) == 0; i--)
    bits = bits << DIGIT_BITS | (uint64_t)digits[i];
  const int zeros = leading_zeros(bits);
  *exponent += (i + 1) * DIGIT_BITS - zeros;
  bits <<= zeros;
  if (i < 0) return bits;
  bits |= (uint64_t)digits[i] >> (DIGIT_BITS - zeros);
  bool rest = ((uint64_t)digits[i] << zeros & (uint64_t)MASK) != 0;
  while (!rest && --i >= 0) rest = digits[i] != 0;
  return bits | rest;
}

void exact_add(exact_sum *to, const double *factors, int degree) {
  int64_t product[9] = {1}, next[9];
  int first = 0, count = 1;
  bool negative = false;
  for (int k = 0; k < degree; k++) {
    double_digits f;
    if (!split_digits(factors[k], &f)) return;
    memset(next, 0, sizeof(next));
    for (int i = 0; i < count; i++)
      for (int j = 0; j < 3; j++)
        if (i + j < 9) next[i + j] += product[i] * f.d[j];
    count = 3 * (k + 1);
    carry_digits(next, count);
    memcpy(product, next, sizeof(product));
    first += f.first;
    negative ^= f.negative;
  }
  for (int i = 0; i < count; i++) to->digits[first + i] += negative ? -product[i] : product[i];
  if (first + count > to->count) to->count = first + count;
}

/* Returns the same number with digits from -2^27 to 2^27: 256 products of such digits can be summed
   without overflow. */
static exact_sum balanced(const exact_sum *a) {
  exact_sum result = *a;
  int i = 0;
  for (; i + 1 < EXACT_DIGITS && (i < a->count || result.digits[i] != 0); i++) {
    const int64_t digit = (((result.digits[i] + BASE / 2) & MASK)) - BASE / 2;
    result.digits[i + 1] += (result.digits[i] - digit) / BASE;
    result.digits[i] = digit;
  }
  while (i > 0 && result.digits[i - 1] == 0) i--;
  result.count = i;
  return result;
}

void exact_add_product(exact_sum *to, int64_t factor, const exact_sum *a, const exact_sum *b) {
  const exact_sum x = balanced(a), y = balanced(b);
  exact_sum product = {0, {0}};
  for (int i = 0; i < x.count; i++)
    for (int j = 0; j < y.count && x.digits[i] != 0; j++)
      product.digits[i + j] += x.digits[i] * y.digits[j];
  product.count = x.count + y.count;
  product = balanced(&product);
  for (int i = 0; i < product.count; i++) to->digits[i] += factor * product.digits[i];
  if (product.count > to->count) to->count = product.count;
}

exact_sum exact_integer(size_t n) {
  exact_sum result = {3, {0}};
  for (int i = 0; i < 3; i++, n = n >> (DIGIT_BITS / 2) >> (DIGIT_BITS / 2))
    result.digits[i] = (int64_t)(n & (size_t)MASK);
  return result;
}

double exact_round(const exact_sum *sum, int degree, int *exponent) {
  exact_sum copy = balanced(sum);
  const bool negative = copy.count > 0 && copy.digits[copy.count - 1] < 0;
  if (copy.count == 0) return 0;
  if (negative)
    for (int i = 0; i < copy.count; i++) copy.digits[i] = -copy.digits[i];
  carry_digits(copy.digits, copy.count);
  *exponent = -1074 * degree;
  const double value = (double)leading_bits(copy.digits, copy.count, exponent);
  return negative ? -value : value;
}
