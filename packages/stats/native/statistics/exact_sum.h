/* exact_sum.h: sums of doubles, and of products of up to four doubles, without rounding errors.
   They are computed as integers. A term takes about 10 ns, so they are used only if arithmetic with
   doubles would overflow, underflow or cancel. */
#ifndef STATS_EXACT_SUM_H
#define STATS_EXACT_SUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An integer is an array of digits of 28 bits. Until carries are propagated, a digit is a sum
   of fewer than 2^35 terms below 2^28. */
enum { DIGIT_BITS = 28, EXACT_DIGITS = 320 };

/* The sum of all digits[i] * 2^(28*i - 1074*degree). A double has degree 1, a product of k doubles
   degree k, an integer degree 0. Initialize it with {0}. */
typedef struct exact_sum {
  int count; /* digits[count] and all after it are 0 */
  int64_t digits[EXACT_DIGITS];
} exact_sum;

/* A finite double other than 0, as (d[0] + d[1]*2^28 + d[2]*2^56) * 2^(28*first - 1074). */
typedef struct double_digits {
  int first;
  bool negative;
  int64_t d[3];
} double_digits;

/* Returns false for 0, infinities and NaN. */
bool split_digits(double x, double_digits *to);

/* Propagates carries, so that digits are from 0 to 2^28 - 1. Returns the carry out of the last
   digit, which is negative if the number is negative. */
int64_t carry_digits(int64_t *digits, int count);

/* Returns the first 64 bits of a number. `exponent` is the exponent of digit 0, and becomes that of
   the bits. The digits are from 0 to 2^28 - 1, and not all 0. If any later bit is 1, the last bit
   returned is 1, so that the number is rounded correctly. */
uint64_t leading_bits(const int64_t *digits, int count, int *exponent);

/* Adds the product of finite doubles. `degree` is their number, from 1 to 3. */
void exact_add(exact_sum *to, const double *factors, int degree);

/* Adds factor * a * b. */
void exact_add_product(exact_sum *to, int64_t factor, const exact_sum *a, const exact_sum *b);

exact_sum exact_integer(size_t n);

/* Returns the fraction, rounded to a double, such that the sum is fraction * 2^exponent. It is 0 or
   its absolute value is at least 2^63. */
double exact_round(const exact_sum *sum, int degree, int *exponent);

#endif
