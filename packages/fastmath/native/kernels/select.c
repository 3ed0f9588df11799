/* select.c: the numbers of given ranks, without sorting.

   A long array is sampled first. Two values of the sample form a bracket, which nearly always
   contains the number of a given rank. One pass over the array counts the values below each bracket
   and collects those inside, which are a few percent; the number is selected among these (after
   Floyd and Rivest, 1975). If the number lies outside of its bracket, if the array is short, or if
   there are many brackets, a copy is partitioned as for sorting, but only around the ranks.

   The array is read more than once, and another thread may write to it. Then the result is
   meaningless, but no access is out of bounds. */
#include "sort.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MIN_SAMPLED_LENGTH = 16384, PASS_LENGTH = 4096, MAX_BRACKETS = 8 };

/* Whether the ranks are ascending and less than n. */
static bool are_valid(ranks selected, size_t n) {
  for (size_t j = 0; j < selected.count; j++)
    if (selected.rank[j] >= n || (j > 0 && selected.rank[j] < selected.rank[j - 1])) return false;
  return true;
}

static bool select_in_copy(const sorter *by, const double *x, size_t n, ranks selected,
                           double *out) {
  double *copy = malloc(n * sizeof(double));
  if (copy == NULL) return false;
  memcpy(copy, x, n * sizeof(double));
  const size_t numbers = move_nan_to_end(by, copy, n).numbers;
  const ranks of_numbers = {selected.rank, count_ranks_below(selected, numbers)};
  sort_at_ranks(by, copy, numbers, 0, of_numbers);
  for (size_t j = 0; j < selected.count; j++) out[j] = copy[selected.rank[j]];
  free(copy);
  return true;
}

/* About n^(2/3): then the sample and the content of a bracket both cost little compared with the
   pass over the array. */
static size_t sample_size(size_t n) {
  size_t size = 1024;
  while ((double)size * (double)size * (double)size < (double)n * (double)n) size *= 2;
  return size;
}

/* The requested ranks first to first + count - 1 are expected to lie between the ranks `low` and
   `high` of the sample. */
typedef struct guess {
  size_t low, high, first, count;
  bool no_low, no_high;
} guess;

/* Returns the number of guesses; 0 if partitioning a copy costs less. */
static size_t make_guesses(guess *guesses, ranks selected, size_t n, size_t size) {
  /* Five standard deviations of a rank in the sample. One is at most sqrt(size)/2. */
  const double margin = 2.5 * sqrt((double)size) + 1;
  size_t count = 0, total = 0;
  for (size_t j = 0; j < selected.count; j++) {
    const double center = (double)selected.rank[j] / (double)n * (double)size;
    guess one = {0, size - 1, j, 1, center < margin, center + margin >= (double)size};
    if (!one.no_low) one.low = (size_t)(center - margin);
    if (!one.no_high) one.high = (size_t)(center + margin);
    guess *const last = guesses + count - (count > 0);
    if (count > 0 && one.low <= last->high) {
      total += one.high - last->high;
      last->high = one.high;
      last->no_high = one.no_high;
      last->count++;
    } else {
      if (count == MAX_BRACKETS) return 0;
      guesses[count++] = one;
      total += one.high - one.low;
    }
  }
  return total < size / 3 ? count : 0;
}

/* Makes low less than high, as collect() requires. Moving an edge to the adjacent double adds no
   number to the inside. There is no double above infinity, so in that case the lower edge moves. */
static void make_wider(bracket *edges) {
  if (edges->low < edges->high) return;
  if (edges->high < INFINITY) edges->high = nextafter(edges->high, INFINITY);
  else edges->low = DBL_MAX;
}

/* Replaces ranks in the sample by the values that have them. Returns false if one of them is
   NaN. */
static bool make_brackets(const sorter *by, double *sample, size_t size, const guess *guesses,
                          bracket *brackets, size_t count) {
  size_t edges[2 * MAX_BRACKETS];
  for (size_t b = 0; b < count; b++) {
    edges[2 * b] = guesses[b].low;
    edges[2 * b + 1] = guesses[b].high;
  }
  const ranks selected = {edges, 2 * count};
  const size_t numbers = move_nan_to_end(by, sample, size).numbers;
  if (edges[2 * count - 1] >= numbers) return false;
  sort_at_ranks(by, sample, numbers, 0, selected);
  for (size_t b = 0; b < count; b++) {
    brackets[b].low = guesses[b].no_low ? -INFINITY : sample[guesses[b].low];
    brackets[b].high = guesses[b].no_high ? INFINITY : sample[guesses[b].high];
    make_wider(&brackets[b]);
    brackets[b].less = brackets[b].up_to_low = brackets[b].found = 0;
  }
  return true;
}

/* Makes one pass over the array, PASS_LENGTH values at a time for all brackets. */
static bool collect(const sorter *by, const double *x, size_t n, bracket *brackets, size_t count) {
  for (size_t start = 0; start < n; start += PASS_LENGTH) {
    const size_t length = n - start < PASS_LENGTH ? n - start : PASS_LENGTH;
    for (size_t b = 0; b < count; b++) {
      if (brackets[b].capacity - brackets[b].found < length + SPARE) return false;
      by->collect(x + start, length, &brackets[b]);
    }
  }
  return true;
}

static size_t count_up_to(const double *x, size_t n, double limit) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++) count += x[i] <= limit;
  return count;
}

/* Finds the numbers whose ranks lie in one bracket. Returns false if a rank lies outside of it. */
static bool find_inside(const sorter *by, const double *x, size_t n, const bracket *in,
                        ranks selected, double *out) {
  const size_t end = in->up_to_low + in->found;
  ranks inside = selected;
  const size_t skipped = count_ranks_below(selected, in->up_to_low);
  inside.rank += skipped;
  inside.count = count_ranks_below(selected, end) - skipped;
  sort_at_ranks(by, in->inside, in->found, in->up_to_low, inside);
  /* The numbers equal to `high` are counted once for all ranks, and only if a rank may be one of
     theirs. */
  size_t up_to_high = SIZE_MAX;
  for (size_t j = 0; j < selected.count; j++) {
    const size_t rank = selected.rank[j];
    if (rank >= end && up_to_high == SIZE_MAX) up_to_high = count_up_to(x, n, in->high);
    if (rank < in->less) return false;
    if (rank < in->up_to_low) out[j] = in->low;
    else if (rank < end) out[j] = in->inside[rank - in->up_to_low];
    else if (rank < up_to_high) out[j] = in->high;
    else return false;
  }
  return true;
}

static bool select_by_sample(const sorter *by, const double *x, size_t n, ranks selected,
                             double *out) {
  const size_t size = sample_size(n);
  guess guesses[MAX_BRACKETS];
  bracket brackets[MAX_BRACKETS];
  const size_t count = make_guesses(guesses, selected, n, size);
  size_t total = size;
  for (size_t b = 0; b < count; b++) {
    /* Capacity for 1.5 times the expected number of values. */
    const size_t expected = (guesses[b].high - guesses[b].low + 1) * (n / size + 1);
    brackets[b].capacity = expected + expected / 2 + PASS_LENGTH + SPARE;
    total += brackets[b].capacity;
  }
  double *memory = count == 0 ? NULL : malloc(total * sizeof(double));
  if (memory == NULL) return false;
  double *next = memory + size;
  for (size_t b = 0; b < count; next += brackets[b++].capacity) brackets[b].inside = next;
  take_sample(x, n, memory, size, 1);
  bool done = make_brackets(by, memory, size, guesses, brackets, count) &&
              collect(by, x, n, brackets, count);
  for (size_t b = 0; done && b < count; b++) {
    const ranks own = {selected.rank + guesses[b].first, guesses[b].count};
    done = find_inside(by, x, n, &brackets[b], own, out + guesses[b].first);
  }
  free(memory);
  return done;
}

/* Restores the signs of zeros, which the steps above lose: the rank of a zero determines its
   sign. */
static void sign_zeros(const double *x, size_t n, ranks selected, double *out) {
  size_t less = 0, minus_zeros = 0, zeros = 0;
  for (size_t j = 0; j < selected.count; j++) zeros += out[j] == 0;
  for (size_t i = 0; zeros > 0 && i < n; i++) {
    const double value = x[i];
    less += value < 0;
    minus_zeros += value == 0 && signbit(value);
  }
  for (size_t j = 0; zeros > 0 && j < selected.count; j++)
    if (out[j] == 0) out[j] = selected.rank[j] < less + minus_zeros ? -0.0 : 0.0;
}

bool select_ranks(const sorter *by, const double *x, size_t n, const size_t *k, size_t count,
                  double *out) {
  const size_t max_length = SIZE_MAX / 4 / sizeof(double);
  if (n > max_length || count > max_length) return false;
  if (count == 0) return true;
  /* Copies: another thread may change k, and out may lie in x. */
  size_t *rank = malloc(count * sizeof(size_t));
  double *found = malloc(count * sizeof(double));
  bool done = rank != NULL && found != NULL;
  if (done) {
    memcpy(rank, k, count * sizeof(size_t));
    const ranks selected = {rank, count};
    done = are_valid(selected, n) &&
           ((n >= MIN_SAMPLED_LENGTH && select_by_sample(by, x, n, selected, found)) ||
            select_in_copy(by, x, n, selected, found));
    if (done) {
      sign_zeros(x, n, selected, found);
      memcpy(out, found, count * sizeof(double));
    }
  }
  free(found);
  free(rank);
  return done;
}
