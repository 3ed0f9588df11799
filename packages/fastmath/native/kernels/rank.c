/* rank.c: ranks. Pairs of a value and its index are sorted by the bits of the value, a byte at a
   time from the lowest (radix sort). Equal values get the mean of their ranks. All instruction sets
   use this kernel, which runs in one thread. */
#include "kernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES = 8, VALUES = 256, SMALL_LENGTH = 40 };

typedef struct placed {
  uint64_t key;
  size_t place;
} placed;

/* Returns an integer that sorts as the double does: the bits of negative doubles are flipped. -0
   and 0 have the same key. */
static uint64_t key_of(double value) {
  const double without_minus_zero = value + 0.0;
  const uint64_t sign = UINT64_C(1) << 63;
  uint64_t bits;
  memcpy(&bits, &without_minus_zero, sizeof(bits));
  return (bits & sign) != 0 ? ~bits : bits | sign;
}

/* Takes less time for a short array than clearing the counters of the radix sort. */
static void insertion_sort(placed *x, size_t n) {
  for (size_t i = 1; i < n; i++) {
    const placed inserted = x[i];
    size_t j = i;
    for (; j > 0 && inserted.key < x[j - 1].key; j--) x[j] = x[j - 1];
    x[j] = inserted;
  }
}

/* Sorts `from`, with `to` as additional memory. Returns the array that contains the result. */
static placed *sort_placed(placed *from, placed *to, size_t n) {
  if (n <= SMALL_LENGTH) {
    insertion_sort(from, n);
    return from;
  }
  size_t counts[BYTES][VALUES] = {{0}};
  for (size_t i = 0; i < n; i++)
    for (int b = 0; b < BYTES; b++) counts[b][from[i].key >> (8 * b) & 0xff]++;
  for (int b = 0; b < BYTES; b++) {
    /* If all values have the same byte, this byte moves none of them. */
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

bool kernel_rank(const double *x, size_t n, double *out) {
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
