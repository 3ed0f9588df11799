/* rank.c: ranks. A copy of the values, each with its place, is sorted by its bits, a byte at a time
   from the lowest (radix sort), and equal ones share the mean of their ranks. */
#include "kernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES = 8, VALUES = 256, FEW = 40 };

typedef struct placed {
  uint64_t key;
  size_t place;
} placed;

/* A number that is in the order of the doubles: negative ones have all bits flipped. -0 is 0. */
static uint64_t key_of(double value) {
  const double zero_is_one = value + 0.0;
  const uint64_t sign = UINT64_C(1) << 63;
  uint64_t bits;
  memcpy(&bits, &zero_is_one, sizeof(bits));
  return (bits & sign) != 0 ? ~bits : bits | sign;
}

/* Few are put in order one by one, before the counters would be set to 0. */
static void sort_few(placed *x, size_t n) {
  for (size_t i = 1; i < n; i++) {
    const placed one = x[i];
    size_t j = i;
    for (; j > 0 && one.key < x[j - 1].key; j--) x[j] = x[j - 1];
    x[j] = one;
  }
}

/* Sorts, with as much memory again. Gives which of the two holds the result. */
static placed *sort_placed(placed *from, placed *to, size_t n) {
  if (n <= FEW) {
    sort_few(from, n);
    return from;
  }
  size_t counts[BYTES][VALUES] = {{0}};
  for (size_t i = 0; i < n; i++)
    for (int b = 0; b < BYTES; b++) counts[b][from[i].key >> (8 * b) & 0xff]++;
  for (int b = 0; b < BYTES; b++) {
    /* All values have this byte: they are in order. */
    if (counts[b][from[0].key >> (8 * b) & 0xff] == n) continue;
    size_t start = 0;
    for (int v = 0; v < VALUES; v++) {
      const size_t count = counts[b][v];
      counts[b][v] = start;
      start += count;
    }
    for (size_t i = 0; i < n; i++) to[counts[b][from[i].key >> (8 * b) & 0xff]++] = from[i];
    placed *const other = from;
    from = to;
    to = other;
  }
  return from;
}

bool rank_all(const double *x, size_t n, double *out) {
  if (n == 0) return true;
  if (n > SIZE_MAX / 2 / (2 * sizeof(placed))) return false;
  placed *const memory = malloc(2 * n * sizeof(placed));
  if (memory == NULL) return false;
  bool nan = false;
  for (size_t i = 0; i < n; i++) {
    const double value = x[i];
    nan |= value != value;
    memory[i].key = key_of(value);
    memory[i].place = i;
  }
  const placed *const sorted = sort_placed(memory, memory + n, n);
  for (size_t start = 0, end; start < n; start = end) {
    for (end = start + 1; end < n && sorted[end].key == sorted[start].key;) end++;
    const double rank = nan ? NAN : ((double)start + (double)end + 1) / 2;
    for (size_t i = start; i < end; i++) out[sorted[i].place] = rank;
  }
  free(memory);
  return true;
}
