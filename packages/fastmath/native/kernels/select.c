/* select.c: values at places of the order, without sorting.

   Of many values a sample tells between which two a wanted one is, nearly always. One pass over the
   values counts what is below such a bracket, and collects what is inside: a few in a hundred, among
   which the place is found (after Floyd and Rivest, 1975). Where the sample was wrong, where values
   are few or brackets many, a copy is divided as if to sort it, but only around the places.

   The values are read more than once, and another thread may write to them meanwhile: what is found
   means nothing then, but nothing is read or written elsewhere. */
#include "sort.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 16384, AT_A_TIME = 4096, MOST_BRACKETS = 8 };

/* Whether places are in ascending order, and less than n. */
static bool are_places(wanted these, size_t n) {
  for (size_t j = 0; j < these.count; j++)
    if (these.places[j] >= n || (j > 0 && these.places[j] < these.places[j - 1])) return false;
  return true;
}

static bool select_in_copy(const sorter *by, const double *x, size_t n, wanted these, double *out) {
  double *copy = malloc(n * sizeof(double));
  if (copy == NULL) return false;
  memcpy(copy, x, n * sizeof(double));
  const size_t numbers = numbers_first(by, copy, n).n;
  const wanted among_numbers = {these.places, count_below(these, numbers)};
  settle(by, copy, numbers, 0, among_numbers);
  for (size_t j = 0; j < these.count; j++) out[j] = copy[these.places[j]];
  free(copy);
  return true;
}

/* About n^(2/3): the time it costs is small beside the pass, and what a bracket holds as well. */
static size_t sample_size(size_t n) {
  size_t size = 1024;
  while ((double)size * (double)size * (double)size < (double)n * (double)n) size *= 2;
  return size;
}

/* One from each part of the array, from anywhere in it: waves in the data are nothing to run into. */
static void take_sample(const double *x, size_t n, double *sample, size_t size) {
  const double length = (double)n / (double)size;
  uint64_t state = 1;
  for (size_t i = 0; i < size; i++) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    const double within = (double)(state >> 40) * 0x1p-24;
    const size_t place = (size_t)(((double)i + within) * length);
    sample[i] = x[place < n ? place : n - 1];
  }
}

/* Places of a sample between which places of the order are, and which of the wanted ones these are. */
typedef struct guess {
  size_t low, high, first, count;
  bool no_low, no_high;
} guess;

/* Gives how many there are; 0 where it is better to copy. */
static size_t make_guesses(guess *guesses, wanted these, size_t n, size_t size) {
  /* Five times the deviation of a place in the sample, which is at most sqrt(size)/2. */
  const double margin = 2.5 * sqrt((double)size) + 1;
  size_t count = 0, total = 0;
  for (size_t j = 0; j < these.count; j++) {
    const double center = (double)these.places[j] / (double)n * (double)size;
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
      if (count == MOST_BRACKETS) return 0;
      guesses[count++] = one;
      total += one.high - one.low;
    }
  }
  return total < size / 3 ? count : 0;
}

/* Turns places of the sample into its values. False where one is NaN. */
static bool make_brackets(const sorter *by, double *sample, size_t size, const guess *guesses,
                          bracket *brackets, size_t count) {
  size_t edges[2 * MOST_BRACKETS];
  for (size_t b = 0; b < count; b++) {
    edges[2 * b] = guesses[b].low;
    edges[2 * b + 1] = guesses[b].high;
  }
  const wanted these = {edges, 2 * count};
  const size_t numbers = numbers_first(by, sample, size).n;
  if (edges[2 * count - 1] >= numbers) return false;
  settle(by, sample, numbers, 0, these);
  for (size_t b = 0; b < count; b++) {
    brackets[b].low = guesses[b].no_low ? -INFINITY : sample[guesses[b].low];
    brackets[b].high = guesses[b].no_high ? INFINITY : sample[guesses[b].high];
    if (brackets[b].low == brackets[b].high)
      brackets[b].high = nextafter(brackets[b].low, INFINITY);
    brackets[b].less = brackets[b].up_to_low = brackets[b].found = 0;
  }
  return true;
}

/* One pass, over what is near in memory for all brackets. */
static bool collect(const sorter *by, const double *x, size_t n, bracket *brackets, size_t count) {
  for (size_t start = 0; start < n; start += AT_A_TIME) {
    const size_t length = n - start < AT_A_TIME ? n - start : AT_A_TIME;
    for (size_t b = 0; b < count; b++) {
      if (brackets[b].room - brackets[b].found < length + SPARE) return false;
      by->collect(x + start, length, &brackets[b]);
    }
  }
  return true;
}

static size_t count_up_to(const double *x, size_t n, double most) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++) count += x[i] <= most;
  return count;
}

/* Finds the places of one bracket. False where one is not there. */
static bool find(const sorter *by, const double *x, size_t n, const bracket *in, wanted these,
                 double *out) {
  const size_t end = in->up_to_low + in->found;
  wanted inside = these;
  const size_t skipped = count_below(these, in->up_to_low);
  inside.places += skipped;
  inside.count = count_below(these, end) - skipped;
  settle(by, in->inside, in->found, in->up_to_low, inside);
  for (size_t j = 0; j < these.count; j++) {
    const size_t place = these.places[j];
    if (place < in->less) return false;
    if (place < in->up_to_low) out[j] = in->low;
    else if (place < end) out[j] = in->inside[place - in->up_to_low];
    else if (place < count_up_to(x, n, in->high)) out[j] = in->high;
    else return false;
  }
  return true;
}

static bool select_by_sample(const sorter *by, const double *x, size_t n, wanted these,
                             double *out) {
  const size_t size = sample_size(n);
  guess guesses[MOST_BRACKETS];
  bracket brackets[MOST_BRACKETS];
  const size_t count = make_guesses(guesses, these, n, size);
  size_t total = size;
  for (size_t b = 0; b < count; b++) {
    /* Half as much again as there should be. */
    const size_t expected = (guesses[b].high - guesses[b].low + 1) * (n / size + 1);
    brackets[b].room = expected + expected / 2 + AT_A_TIME + SPARE;
    total += brackets[b].room;
  }
  double *memory = count == 0 ? NULL : malloc(total * sizeof(double));
  if (memory == NULL) return false;
  double *next = memory + size;
  for (size_t b = 0; b < count; next += brackets[b++].room) brackets[b].inside = next;
  take_sample(x, n, memory, size);
  bool done = make_brackets(by, memory, size, guesses, brackets, count) &&
              collect(by, x, n, brackets, count);
  for (size_t b = 0; done && b < count; b++) {
    const wanted its = {these.places + guesses[b].first, guesses[b].count};
    done = find(by, x, n, &brackets[b], its, out + guesses[b].first);
  }
  free(memory);
  return done;
}

/* Nothing of the above keeps the signs of zeros: they follow from the places. */
static void sign_zeros(const double *x, size_t n, wanted these, double *out) {
  size_t less = 0, minus_zeros = 0, zeros = 0;
  for (size_t j = 0; j < these.count; j++) zeros += out[j] == 0;
  for (size_t i = 0; zeros > 0 && i < n; i++) {
    const double value = x[i];
    less += value < 0;
    minus_zeros += value == 0 && signbit(value);
  }
  for (size_t j = 0; zeros > 0 && j < these.count; j++)
    if (out[j] == 0) out[j] = these.places[j] < less + minus_zeros ? -0.0 : 0.0;
}

bool select_by(const sorter *by, const double *x, size_t n, const size_t *k, size_t count,
               double *out) {
  const size_t most = SIZE_MAX / 4 / sizeof(double);
  if (n > most || count > most) return false;
  if (count == 0) return true;
  /* Copies: places may change meanwhile, and out may lie in x. */
  size_t *places = malloc(count * sizeof(size_t));
  double *found = malloc(count * sizeof(double));
  bool done = places != NULL && found != NULL;
  if (done) {
    memcpy(places, k, count * sizeof(size_t));
    const wanted these = {places, count};
    done = are_places(these, n) && ((n >= MANY && select_by_sample(by, x, n, these, found)) ||
                                    select_in_copy(by, x, n, these, found));
    if (done) {
      sign_zeros(x, n, these, found);
      memcpy(out, found, count * sizeof(double));
    }
  }
  free(found);
  free(places);
  return done;
}
