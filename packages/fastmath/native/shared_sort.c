/* shared_sort.c: sorts in threads. The numbers are divided, then both parts, and so on: threads have
   2, 4 and more parts to divide, and at last many to sort. Who does what changes no result, as sorted
   numbers are the same whoever sorts them. */
#include "sort.h"
#include "threads.h"

#include <math.h>

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

void settle_all(const sorter *by, double *x, size_t n) {
  size_t most = 1;
  while (most < MOST_PARTS && n / LEAST_IN_PART >= 2 * most) most *= 2;
  job of = {by, most, {{x, n}}};
  size_t count = 1;
  if (most > 1) {
    divide_part(&of, 0);
    of.step /= 2;
    count = 2;
  }
  /* Of all that is to come: helpers who have come for the first parts stay awake for the others.
     Without any parts are sorted one by one, each while it is in the cache. */
  const double cost = by->cost * (double)n * log2((double)n / (double)by->few);
  while (of.step > 1 && in_threads(cost, count, divide_part, &of)) {
    of.step /= 2;
    count *= 2;
  }
  if (count > 1 && in_threads(cost, count, sort_part, &of)) return;
  for (size_t i = 0; i < count; i++) sort_part(&of, i);
}
