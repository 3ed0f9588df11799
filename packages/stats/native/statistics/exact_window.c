/* exact_window.c: computes sums of doubles and of their squares as integers with many digits. */
#include "exact_window.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static const int64_t MASK = ((int64_t)1 << DIGIT_BITS) - 1;
/* The exponents of digit 0 of `sums` and of `squares`. */
enum { SUM_EXPONENT = -1074, SQUARE_EXPONENT = 2 * SUM_EXPONENT };

void exact_window_init(exact_window *w, const double *x, size_t length) {
  w->x = x;
  w->length = length;
  w->begin = w->end = 0;
  w->low = SUM_DIGITS;
  w->high = -1;
  memset(w->sums, 0, sizeof(w->sums));
  memset(w->squares, 0, sizeof(w->squares));
}

/* Adds a value if `sign` is 1, subtracts it if `sign` is -1. */
static void add_value(exact_window *w, double x, bool with_squares, int64_t sign) {
  double_digits digits;
  if (!split_digits(x, &digits)) return;
  const int first = digits.first;
  const int64_t d0 = digits.d[0], d1 = digits.d[1], d2 = digits.d[2];
  if (first < w->low) w->low = first;
  if (first + 2 > w->high) w->high = first + 2;
  if (with_squares) {
    int64_t *const to = w->squares + 2 * first, term = d0 * d0;
    to[0] += sign * (term & MASK);
    term = (term >> DIGIT_BITS) + 2 * d0 * d1;
    to[1] += sign * (term & MASK);
    term = (term >> DIGIT_BITS) + 2 * d0 * d2 + d1 * d1;
    to[2] += sign * (term & MASK);
    term = (term >> DIGIT_BITS) + 2 * d1 * d2;
    to[3] += sign * (term & MASK);
    term = (term >> DIGIT_BITS) + d2 * d2;
    to[4] += sign * (term & MASK);
    to[5] += sign * (term >> DIGIT_BITS);
  }
  if (digits.negative) sign = -sign;
  w->sums[first] += sign * d0;
  w->sums[first + 1] += sign * d1;
  w->sums[first + 2] += sign * d2;
}

/* Moves the window. If it does not overlap the previous one, the sums start from 0, which takes
   fewer additions. */
static void move_to(exact_window *w, size_t at, bool with_squares) {
  if (at >= w->end) {
    exact_window_init(w, w->x, w->length);
    w->begin = w->end = at;
  }
  for (; w->begin < at; w->begin++) add_value(w, w->x[w->begin], with_squares, -1);
  for (; w->end < at + w->length; w->end++) add_value(w, w->x[w->end], with_squares, 1);
}

/* Returns the first 64 bits of the absolute value of the sum, or 0 if the sum is 0. Digits below
   `low` are ignored. */
static uint64_t sum_from(const exact_window *w, int low, int *exponent, bool *negative) {
  int64_t digits[SUM_DIGITS + 2];
  const int count = w->high + 3 - low;
  memcpy(digits, w->sums + low, (size_t)(count - 2) * sizeof(*digits));
  digits[count - 2] = digits[count - 1] = 0;
  *negative = carry_digits(digits, count) < 0;
  if (*negative) {
    /* The digits are now those of the number plus 2^(28*count). */
    for (int i = 0; i < count; i++) digits[i] = -digits[i];
    carry_digits(digits, count);
  }
  *exponent = SUM_EXPONENT + low * DIGIT_BITS;
  for (int i = 0; i < count; i++)
    if (digits[i] != 0) return leading_bits(digits, count, exponent);
  return 0;
}

double exact_window_mean(exact_window *w, size_t at) {
  double sum = 0;
  bool negative;
  int exponent, from;
  move_to(w, at, false);
  if (w->high < w->low) return 0;
  /* Once the sum exceeds 2^100 units of its last digit, all lower digits together are less than
     2^-65 of it. */
  for (from = w->high; from > w->low; from--) {
    sum = sum * (double)(MASK + 1) + (double)w->sums[from];
    if (fabs(sum) > 0x1p100) break;
  }
  uint64_t bits = sum_from(w, from, &exponent, &negative);
  /* If the sum is close to halfway between two doubles, the lower digits decide the rounding. */
  const uint64_t half = bits & 0x7ff;
  if (from > w->low && half > 0x3f0 && half < 0x410)
    bits = sum_from(w, w->low, &exponent, &negative);
  const double mean = ldexp((double)bits / (double)w->length, exponent);
  return negative ? -mean : mean;
}

/* The index of the highest digit of the sum of squares that is not 0; less than 2 * low if all are
   0. */
static int top_square(const exact_window *w) {
  int top = 2 * w->high + 1;
  while (top >= 2 * w->low && w->squares[top] == 0) top--;
  return top;
}

/* squared_deviations() computes n times the sum of squared deviations, which is n times the sum of
   squares minus the square of the sum. If the values are not all equal, the result is at least
   2^-107 / n of the first term, because a double differs from a larger one by 2^-53 of it or more.
   So ten digits of the squares, and as many places of the sum, suffice for a result of 60 bits. A
   smaller result is the rounding error of an exact 0. */
enum { KEPT = 10, SUM_KEPT = KEPT + 8, KEPT_DIGITS = 2 * SUM_KEPT };

static double squared_deviations(const exact_window *w, int *exponent) {
  const int top = top_square(w);
  if (top < 2 * w->low) return 0;
  const int base = top / 2 - KEPT + 1 > w->low ? top / 2 - KEPT + 1 : w->low;
  const int last = top / 2 + 3 < w->high ? top / 2 + 3 : w->high;
  int64_t sum[SUM_KEPT], result[KEPT_DIGITS];
  const int sum_count = last - base + 3, count = 2 * sum_count + 1;
  memcpy(sum, w->sums + base, (size_t)(sum_count - 2) * sizeof(*sum));
  sum[sum_count - 2] = sum[sum_count - 1] = 0;
  /* Change the digits to the range from -2^27 to 2^27, so that the sum can be negative. */
  for (int i = 0; i + 1 < sum_count; i++) {
    const int64_t shifted = sum[i] + (MASK + 1) / 2, digit = (shifted & MASK) - (MASK + 1) / 2;
    sum[i + 1] += (sum[i] - digit) / (MASK + 1);
    sum[i] = digit;
  }

  memset(result, 0, (size_t)count * sizeof(*result));
  const int from = top - KEPT + 1 > 2 * base ? top - KEPT + 1 : 2 * base;
  const int64_t n0 = (int64_t)(w->length & (size_t)MASK), n1 = (int64_t)(w->length >> DIGIT_BITS);
  int64_t carry = 0;
  for (int i = from; i <= top + 2; i++) {
    carry += i <= top ? w->squares[i] : 0;
    result[i - 2 * base] += n0 * (carry & MASK);
    result[i - 2 * base + 1] += n1 * (carry & MASK);
    carry >>= DIGIT_BITS;
  }
  for (int i = 0; i < sum_count; i++) {
    result[2 * i] -= sum[i] * sum[i];
    for (int j = 0; j < i; j++) result[i + j] -= 2 * sum[i] * sum[j];
  }
  if (carry_digits(result, count) < 0) return 0;
  int i = count - 1;
  while (i > 0 && result[i] == 0) i--;
  if (result[i] == 0) return 0;
  const double first = (double)w->length * (double)w->squares[top];
  int result_exponent = 0;
  const double value = (double)leading_bits(result, count, &result_exponent);
  if (ldexp(value, result_exponent - (top - 2 * base) * DIGIT_BITS) < first * 0x1p-160) return 0;
  *exponent = SQUARE_EXPONENT + 2 * base * DIGIT_BITS + result_exponent;
  return value;
}

double exact_window_std(exact_window *w, size_t at, double ddof) {
  const double n = (double)w->length;
  int exponent = 0;
  move_to(w, at, true);
  double variance = squared_deviations(w, &exponent) / (n * (n - ddof));
  if (exponent % 2 != 0) {
    variance *= 2;
    exponent--;
  }
  return ldexp(sqrt(variance), exponent / 2);
}
