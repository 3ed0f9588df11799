/* shared_sort.c: sorts in threads. The numbers are divided, then both parts, and so on: threads have
   2, 4 and more parts to divide, and at last many to sort. However bad the pivots are, this reads each
   number a few times only, and what is left of a part is sorted in n log n. Sorted numbers are the
   same whoever sorts them. */
#include "sort.h"
#include "../parallel/parallel.h"

/* How many parts there are at last, if as many are worth while; at least so many numbers in each. */
enum { MOST_PARTS = 32, LEAST_IN_PART = 1024 };

typedef struct part {
  double *x;
  size_t n;
} part;

/* Parts that have been made lie `step` apart: there is room for those that they are divided into. */
typedef struct job {
  const sorter *by;
  size_t step;
  part parts[MOST_PARTS];
} job;

static void divide_part(void *of, size_t i) {
  job *const this = of;
  part *const one = &this->parts[i * this->step], *const other = one + this->step / 2;
  other->n = 0;
  if (one->n <= this->by->few) return;
  const parted in = divide_at_pivot(this->by, one->x, one->n);
  other->x = one->x + in.left;
  if (!in.rest_is_settled) other->n = one->n - in.left;
  one->n = in.left;
}

static void sort_part(void *of, size_t i) {
  const job *const this = of;
  const part *const one = &this->parts[i * this->step];
  const wanted all = {NULL, 0};
  settle(this->by, one->x, one->n, 0, all);
}

/* About what it takes to sort, in ns. */
static double cost_of(const sorter *by, size_t n) {
  double cost = 0;
  for (size_t length = n; length > by->few; length /= 2) cost += by->cost * (double)n;
  return cost;
}

static void settle_in_parts(const sorter *by, double *x, size_t n) {
  job of = {by, 2, {{x, n}}};
  while (of.step < MOST_PARTS && n / LEAST_IN_PART >= 2 * of.step) of.step *= 2;
  divide_part(&of, 0);
  size_t count = 2;
  of.step /= 2;
  /* Of all that is to come: helpers who have come for the first parts stay awake for the others.
     Without any parts are sorted one by one, each while it is in the cache. */
  const double cost = cost_of(by, n);
  while (of.step > 1 && in_threads(cost, count, divide_part, &of)) {
    of.step /= 2;
    count *= 2;
  }
  if (in_threads(cost, count, sort_part, &of)) return;
  for (size_t i = 0; i < count; i++) sort_part(&of, i);
}

void settle_all(const sorter *by, double *x, size_t n) {
  const wanted all = {NULL, 0};
  if (n < 2 * LEAST_IN_PART) settle(by, x, n, 0, all);
  else settle_in_parts(by, x, n);
}
