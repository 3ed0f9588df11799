/* rolling.c: windows that move over a sample, each in constant time.

   A running sum that adds what comes and subtracts what goes would keep its rounding errors, and any
   NaN, for ever. Instead (van Herk 1992) x is cut into blocks as long as a window. A window that begins
   in a block is a tail of it and a head of the next one: sums of all tails are made from the end of the
   block, sums of heads from where the next begins, and every window is the sum of two numbers to which
   only its own values have contributed. */
#include "arithmetic.h"
#include "rescale.h"
#include "statistics.h"

#include <math.h>
#include <stdlib.h>

/* Values in a window that need the care of the statistic of a whole sample. Whole numbers have no
   rounding errors, so that these do come and go. */
static size_t count_odd(const double *x, size_t n, double about, bool odd(double)) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++) count += odd(x[i] - about);
  return count;
}

/* So large that a sum may overflow; infinite values too. */
static bool is_huge(double value) { return fabs(value) > 1e290; }

/* Squares of it are out of range. */
static bool is_unfit(double e) {
  return e != 0 && !(fabs(e) > 1e-140 && fabs(e) < 1e140) && e == e;
}

/* The same statistic of one window, with the care for large and small values. */
static double with_care(stats_function *statistic, const fastmath_api *math, stats_input *in,
                        size_t start) {
  stats_input window = *in;
  window.x = in->x + start;
  window.n = in->lag + 1;
  const double value = statistic(math, &window);
  in->out_of_memory |= window.out_of_memory;
  return value;
}

double stats_rolling_mean(const fastmath_api *math, stats_input *in) {
  const double *x = in->x;
  const size_t length = in->lag + 1, windows = in->n - in->lag;
  for (size_t block = 0; block < windows; block += length) {
    const size_t next = block + length;
    compensated tail = {0, 0}, head = {0, 0};
    for (size_t i = next; i-- > block;) {
      add_term(&tail, x[i]);
      if (i < windows) in->out[i] = total_of(&tail);
    }
    size_t odd = count_odd(x + block, length, 0, is_huge);
    for (size_t i = block; i < next && i < windows; i++) {
      in->out[i] = (in->out[i] + total_of(&head)) / (double)length;
      if (odd > 0) in->out[i] = with_care(stats_mean, math, in, i);
      if (i + length >= in->n) break;
      add_term(&head, x[i + length]);
      odd += is_huge(x[i + length]);
      odd -= is_huge(x[i]);
    }
  }
  return 0;
}

/* Deviations are taken from the last value of a block, which is in every window that begins there: they
   are no larger than what is in the window, however far from 0. */
double stats_rolling_std(const fastmath_api *math, stats_input *in) {
  const double *x = in->x;
  const size_t length = in->lag + 1, windows = in->n - in->lag;
  const double n = (double)length;
  double *squares = (double *)malloc((length < windows ? length : windows) * sizeof(double));
  if (squares == NULL) {
    in->out_of_memory = true;
    return 0;
  }
  for (size_t block = 0; block < windows; block += length) {
    const size_t next = block + length;
    const double about = x[next - 1];
    compensated tail = {0, 0}, tail2 = {0, 0}, head = {0, 0}, head2 = {0, 0};
    for (size_t i = next; i-- > block;) {
      const double e = x[i] - about;
      add_term(&tail, e);
      add_term(&tail2, e * e);
      if (i >= windows) continue;
      in->out[i] = total_of(&tail);
      squares[i - block] = total_of(&tail2);
    }
    size_t odd = count_odd(x + block, length, about, is_unfit);
    for (size_t i = block; i < next && i < windows; i++) {
      const double sum = in->out[i] + total_of(&head);
      const double m2 = (squares[i - block] + total_of(&head2)) - sum / n * sum;
      in->out[i] =
          odd > 0 ? with_care(stats_std, math, in, i) : sqrt(m2 < 0 ? 0 : m2 / (n - in->ddof));
      if (i + length >= in->n) break;
      const double e = x[i + length] - about;
      add_term(&head, e);
      add_term(&head2, e * e);
      odd += is_unfit(e);
      odd -= is_unfit(x[i] - about);
    }
  }
  free(squares);
  return 0;
}
