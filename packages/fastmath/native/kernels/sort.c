/* sort.c: introsort (Musser 1997). Several threads sort a long array.

   Another thread may write to the array, so no index depends on a value that was read earlier. In
   that case the result is not sorted, but no access is out of bounds. */
#include "sort.h"

#include "../parallel/parallel.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static void swap(double *a, double *b) {
  const double value = *a;
  *a = *b;
  *b = value;
}

number_counts move_nan_to_end(const sorter *by, double *x, size_t n) {
  number_counts counts = {n, 0};
  if (by->is_regular(x, n)) return counts;
  size_t nan = 0;
  for (size_t i = 0; i < n; i++) {
    uint64_t bits;
    memcpy(&bits, &x[i], sizeof(bits));
    nan += x[i] != x[i];
    counts.minus_zeros += (size_t)(x[i] == 0) & (size_t)(bits >> 63);
  }
  for (size_t i = 0; nan > 0 && i < counts.numbers;) {
    if (isnan(x[i])) swap(&x[i], &x[--counts.numbers]);
    else i++;
  }
  return counts;
}

/* Makes the first zeros of sorted numbers negative and the others positive. */
static void sign_zeros(double *x, size_t n, size_t minus_zeros) {
  size_t low = 0, high = n;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (x[middle] < 0) low = middle + 1;
    else high = middle;
  }
  for (size_t i = low; i < n && x[i] == 0; i++) x[i] = i - low < minus_zeros ? -0.0 : 0.0;
}

static void sift_down(double *x, size_t n, size_t i) {
  for (size_t child = 2 * i + 1; child < n; i = child, child = 2 * i + 1) {
    if (child + 1 < n && x[child] < x[child + 1]) child++;
    if (!(x[i] < x[child])) return;
    swap(&x[i], &x[child]);
  }
}

static void heap_sort(double *x, size_t n) {
  for (size_t i = n / 2; i-- > 0;) sift_down(x, n, i);
  for (; n > 1; n--) {
    swap(&x[0], &x[n - 1]);
    sift_down(x, n - 1, 0);
  }
}

void take_sample(const double *x, size_t n, double *sample, size_t size, uint64_t seed) {
  const double length = (double)n / (double)size;
  for (size_t i = 0; i < size; i++) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    const double within = (double)(seed >> 40) * 0x1p-24;
    const size_t index = (size_t)(((double)i + within) * length);
    sample[i] = x[index < n ? index : n - 1];
  }
}

/* Returns the median of a sample of the array, taken at equal distances or, with a seed, at
   random. */
static double choose_pivot(const sorter *by, const double *x, size_t n, uint64_t seed) {
  double sample[64];
  const size_t min_count = by->small_length / 2, max_count = by->small_length < 64 ? 16 : 64;
  const size_t count = n < 256 && min_count < 16 ? min_count : n < 4096 ? 16 : max_count;
  if (seed != 0) take_sample(x, n, sample, count, seed);
  else
    for (size_t i = 0; i < count; i++) sample[i] = x[(2 * i + 1) * (n / (2 * count))];
  by->sort_small(sample, count);
  return sample[count / 2 - 1];
}

/* The first `left` numbers are less than or equal to the pivot. `right_is_sorted` means that the
   others are in their final places. */
typedef struct partition_result {
  size_t left;
  bool right_is_sorted;
} partition_result;

/* Partitions n > small_length numbers around one of them. */
static partition_result partition(const sorter *by, double *x, size_t n, uint64_t seed) {
  const double pivot = choose_pivot(by, x, n, seed);
  const size_t left = by->partition(x, n, pivot, true);
  if (left < n) return (partition_result){left, false};
  /* The pivot is the greatest number, as it is among equal ones. The second partition moves all
     numbers that are equal to it to their final places. */
  return (partition_result){by->partition(x, n, pivot, false), true};
}

/* Returns the seed of the next sample. It stays 0 until a partition leaves nearly all numbers on
   one side. If the positions of samples were known, an input could be constructed in which every
   sample contains the least numbers. The author of an input does not know the addresses of which
   the seed is made. */
static uint64_t next_seed(uint64_t seed, const double *x, size_t n, size_t left) {
  if (seed == 0 && left >= n / 16 && n - left >= n / 16) return 0;
  return (seed ^ (uintptr_t)x ^ (uintptr_t)&seed) * UINT64_C(0x9e3779b97f4a7c15) | 1;
}

size_t count_ranks_below(ranks list, size_t limit) {
  size_t low = 0, high = list.count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (list.rank[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

static bool any_selected(ranks selected) { return selected.rank == NULL || selected.count > 0; }

static void introsort(const sorter *by, double *x, size_t n, size_t start, ranks selected,
                      int depth) {
  uint64_t seed = 0;
  while (n > by->small_length && any_selected(selected)) {
    if (depth-- == 0) {
      heap_sort(x, n);
      return;
    }
    const partition_result parts = partition(by, x, n, seed);
    const size_t left = parts.left;
    seed = next_seed(seed, x, n, left);
    ranks selected_left = selected;
    if (selected.rank != NULL) {
      selected_left.count = count_ranks_below(selected, start + left);
      selected.rank += selected_left.count;
      selected.count -= selected_left.count;
    }
    if (parts.right_is_sorted) {
      selected = selected_left;
      n = left;
    } else {
      introsort(by, x, left, start, selected_left, depth);
      x += left;
      start += left;
      n -= left;
    }
  }
  if (n <= by->small_length && any_selected(selected)) by->sort_small(x, n);
}

/* Returns twice the depth of perfect halving. Parts that are nested deeper are sorted by heapsort,
   so that the worst case is n log n. */
static int max_depth(size_t n) {
  int depth = 2;
  for (; n > 1; n /= 2) depth += 2;
  return depth;
}

void sort_at_ranks(const sorter *by, double *x, size_t n, size_t start, ranks selected) {
  introsort(by, x, n, start, selected, max_depth(n));
}

static void sort_all(const sorter *by, double *x, size_t n) {
  const ranks all = {NULL, 0};
  sort_at_ranks(by, x, n, 0, all);
}

/* Sorting in threads: the array is partitioned, then both parts, then all four, and so on; each
   partition is a task. Then each part is sorted, which is a task too. There are at most MAX_PARTS
   parts, with at least MIN_PART numbers on average. Bad pivots cost little: each number is read at
   most log2(MAX_PARTS) times before the parts are sorted, and sorting takes n log n. */
enum { MAX_PARTS = 32, MIN_PART = 1024 };

typedef struct part {
  double *x;
  size_t n;
} part;

/* The current parts are parts[0], parts[step], parts[2*step] ...; the unused entries between them
   are for the parts into which they will be partitioned. */
typedef struct job {
  const sorter *by;
  size_t step;
  part parts[MAX_PARTS];
} job;

static void partition_part(void *context, size_t i) {
  job *const self = context;
  part *const left = &self->parts[i * self->step], *const right = left + self->step / 2;
  right->n = 0;
  if (left->n <= self->by->small_length) return;
  const partition_result parts = partition(self->by, left->x, left->n, 0);
  right->x = left->x + parts.left;
  if (!parts.right_is_sorted) right->n = left->n - parts.left;
  left->n = parts.left;
}

static void sort_part(void *context, size_t i) {
  const job *const self = context;
  const part *const all = &self->parts[i * self->step];
  sort_all(self->by, all->x, all->n);
}

/* Returns about the time to sort n numbers, in ns. */
static double sorting_cost(const sorter *by, size_t n) {
  double cost = 0;
  for (size_t length = n; length > by->small_length; length /= 2) cost += by->cost * (double)n;
  return cost;
}

static void sort_in_parts(const sorter *by, double *x, size_t n) {
  job work = {by, 2, {{x, n}}};
  while (work.step < MAX_PARTS && n / MIN_PART >= 2 * work.step) work.step *= 2;
  partition_part(&work, 0);
  size_t count = 2;
  work.step /= 2;
  /* Each call of parallel_for gets the cost of the whole sort, because threads that are woken for
     the first partition stay awake for the others. If no thread helps, the parts are sorted one
     after another, each while it is in the cache. */
  const double cost = sorting_cost(by, n);
  while (work.step > 1 && parallel_for(cost, count, partition_part, &work)) {
    work.step /= 2;
    count *= 2;
  }
  if (parallel_for(cost, count, sort_part, &work)) return;
  for (size_t i = 0; i < count; i++) sort_part(&work, i);
}

void parallel_sort(const sorter *by, double *x, size_t n) {
  const number_counts counts = move_nan_to_end(by, x, n);
  if (counts.numbers < 2 * MIN_PART) sort_all(by, x, counts.numbers);
  else sort_in_parts(by, x, counts.numbers);
  sign_zeros(x, counts.numbers, counts.minus_zeros);
}
