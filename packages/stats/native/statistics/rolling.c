/* rolling.c: windows that move over a sample, each in constant time.

   A running sum that adds the new value and subtracts the old one would keep its rounding errors,
   and any NaN. Instead (van Herk 1992) x is divided into blocks as long as a window. A window that
   begins in a block is a tail of it and a head of the next one: sums of all tails are computed from
   the end of the block, sums of heads from the beginning of the next, and every window is the sum
   of one of each, which depends on the values of the window alone. */
#include "arithmetic.h"
#include "rescale.h"
#include "statistics.h"

#include <math.h>
#include <stdlib.h>

/* The number of values in a window that need rescaling. A running count is exact. */
static size_t count_out_of_range(const double *x, size_t n, double center,
                                 bool out_of_range(double)) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++) count += out_of_range(x[i] - center);
  return count;
}

/* A sum may overflow; infinities too. */
static bool is_huge(double value) { return fabs(value) > 1e290; }

/* The square is out of range. */
static bool is_square_out_of_range(double e) {
  return e != 0 && !(fabs(e) > 1e-140 && fabs(e) < 1e140) && e == e;
}

/* The statistic of one window as of a whole sample, which is rescaled. */
static double recompute_scaled(stats_statistic *statistic, const fastmath_api *math,
                               stats_input *in, size_t start) {
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
    size_t out_of_range = count_out_of_range(x + block, length, 0, is_huge);
    for (size_t i = block; i < next && i < windows; i++) {
      in->out[i] = (in->out[i] + total_of(&head)) / (double)length;
      if (out_of_range > 0) in->out[i] = recompute_scaled(stats_mean, math, in, i);
      if (i + length >= in->n) break;
      add_term(&head, x[i + length]);
      out_of_range += is_huge(x[i + length]);
      out_of_range -= is_huge(x[i]);
    }
  }
  return 0;
}

/* Deviations are from the last value of a block, which is in every window that begins there, so
   that they are no larger than the range of the window. */
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
    const double center = x[next - 1];
    compensated tail = {0, 0}, tail2 = {0, 0}, head = {0, 0}, head2 = {0, 0};
    for (size_t i = next; i-- > block;) {
      const double e = x[i] - center;
      add_term(&tail, e);
      add_term(&tail2, e * e);
      if (i >= windows) continue;
      in->out[i] = total_of(&tail);
      squares[i - block] = total_of(&tail2);
    }
    size_t out_of_range = count_out_of_range(x + block, length, center, is_square_out_of_range);
    for (size_t i = block; i < next && i < windows; i++) {
      const double sum = in->out[i] + total_of(&head);
      const double m2 = (squares[i - block] + total_of(&head2)) - sum / n * sum;
      in->out[i] = out_of_range > 0 ? recompute_scaled(stats_std, math, in, i)
                                    : sqrt(m2 < 0 ? 0 : m2 / (n - in->ddof));
      if (i + length >= in->n) break;
      const double e = x[i + length] - center;
      add_term(&head, e);
      add_term(&head2, e * e);
      out_of_range += is_square_out_of_range(e);
      out_of_range -= is_square_out_of_range(x[i] - center);
    }
  }
  free(squares);
  return 0;
}
