/* exact_sum.h: sums of doubles, and of products of up to three, as integers without rounding
   errors. They take about 10 ns for a term, where doubles would overflow, underflow or cancel. */
#ifndef STATS_EXACT_SUM_H
#define STATS_EXACT_SUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An integer is an array of digits of 28 bits. Each is a sum of less than 2^35 terms below 2^28,
   until carries are propagated. */
enum { DIGIT_BITS = 28, EXACT_DIGITS = 240 };

/* digits[i] * 2^(28*i - 1074*degree), summed. A double is of degree 1, a product of k doubles of
   degree k, an integer of degree 0. It begins as {0}. */
typedef struct exact_sum {
  int count; /* digits from here on are 0 */
  int64_t digits[EXACT_DIGITS];
} exact_sum;

/* A finite double that is not 0 as (d[0] + d[1]*2^28 + d[2]*2^56) * 2^(28*first - 1074). */
typedef struct double_digits {
  int first;
  bool negative;
  int64_t d[3];
} double_digits;

/* False for 0, infinities and NaN. */
bool split_digits(double x, double_digits *to);

/* Propagates carries, so that digits are from 0 to 2^28 - 1. Returns what remains above the last
   digit, which is negative where the number is. */
int64_t carry_digits(int64_t *digits, int count);

/* The first 64 bits of digits from 0 to 2^28 - 1 that are not all 0, as bits * 2^exponent. If other
   bits follow that are not 0, the last bit is 1, so that rounding takes account of them. */
uint64_t leading_bits(const int64_t *digits, int count, int *exponent);

/* Adds the product of `degree` doubles, from 1 to 3, which are finite. */
void exact_add(exact_sum *to, const double *factors, int degree);

/* Adds factor * a * b. */
void exact_add_product(exact_sum *to, int64_t factor, const exact_sum *a, const exact_sum *b);

/* The integer n. */
exact_sum exact_integer(size_t n);

/* The sum as fraction * 2^exponent, rounded to a double. The fraction is 0, or at least 2^63. */
double exact_round(const exact_sum *sum, int degree, int *exponent);

#endif
