/* table.c: the functions of signal.contract.ts. */
#include <signal/signal.h>
#include <stdlib.h>
#include <string.h>

#define DECLARE(name) static signal_##name##_fn name##_;
SIGNAL_FUNCTIONS(DECLARE)

static double sum_(const double *x, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += x[i];
  return sum;
}

static double dot_(const double *x, const double *y, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += x[i] * y[i];
  return sum;
}

static size_t count_bytes_(const uint8_t *text, uint32_t n, uint8_t value) {
  size_t count = 0;
  for (uint32_t i = 0; i < n; i++) count += text[i] == value;
  return count;
}

static double norm3_(const double *x) { return x[0] * x[0] + x[1] * x[1] + x[2] * x[2]; }

static void steps_(const double *x, double *out, size_t n) {
  for (size_t i = 0; i + 1 < n; i++) out[i] = x[i + 1] - x[i];
}

static int32_t tiny_(const int8_t *x, int8_t n) {
  int32_t sum = 0;
  for (int8_t i = 0; i < n; i++) sum += x[i];
  return sum;
}

static void add_(const double *x, const double *y, double *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = x[i] + y[i];
}

static void edges_(const double *x, double *out, size_t n) {
  for (size_t i = 0; i <= n; i++) out[i] = (i == 0 ? 0 : x[i - 1]) + 0.5;
}

static void scale_(double a, float *x, size_t n) {
  for (size_t i = 0; i < n; i++) x[i] = (float)(a * (double)x[i]);
}

static void move_(const double *x, double *out, size_t n) {
  if (n > 0) memmove(out, x, n * sizeof *x);
}

static void swap_(double *x, double *y, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const double saved = x[i];
    x[i] = y[i];
    y[i] = saved;
  }
}

static void zigzag_(int32_t *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = i % 2 == 0 ? (int32_t)i : -(int32_t)i;
}

static void range_(const double *x, size_t n, signal_range *range) {
  range->low = n == 0 ? 0 : x[0];
  range->high = range->low;
  range->n = n;
  for (size_t i = 0; i < n; i++) {
    if (x[i] < range->low) range->low = x[i];
    if (x[i] > range->high) range->high = x[i];
  }
}

static void extent_(const double *x, size_t n, signal_range *range) { range_(x, n, range); }

static void mean_and_sum_(const double *x, size_t n, double *mean, double *total) {
  *total = sum_(x, n);
  *mean = *total / (double)n;
}

static bool find_(const double *x, size_t n, double value, size_t *at) {
  for (*at = 0; *at < n; ++*at)
    if (x[*at] == value) return true;
  return false;
}

static int64_t big_(int64_t x, ptrdiff_t y, bool yes) { return yes ? x + y : x - y; }

static bool check_(const double *x, size_t n) {
  for (size_t i = 1; i < n; i++)
    if (x[i - 1] > x[i]) return false;
  return true;
}

static int32_t median_(const double *x, size_t n, size_t width, double low, double high,
                       double *median) {
  (void)low;
  (void)high;
  if (width == 7) return 1;
  if (width == 9) return 9;
  if (!check_(x, n)) return -2;
  *median = x[n / 2];
  return 0;
}

struct signal_counter {
  size_t count, limit;
};

static size_t living;

static signal_counter *counter_new_(size_t limit) {
  signal_counter *counter = limit == 0 ? NULL : (signal_counter *)malloc(sizeof *counter);
  if (counter == NULL) return NULL;
  counter->count = 0;
  counter->limit = limit;
  living++;
  return counter;
}

static bool counter_add_(signal_counter *counter, const double *x, size_t n) {
  (void)x;
  if (n > counter->limit - counter->count) return false;
  counter->count += n;
  return true;
}

static size_t counter_total_(const signal_counter *counter) { return counter->count; }

static void counter_merge_(signal_counter *into, const signal_counter *from) {
  into->count += from->count;
}

static void counter_free_(signal_counter *counter) {
  living--;
  free(counter);
}

static size_t counters_(void) { return living; }

static size_t ticket_(void) {
  static size_t last;
  return ++last;
}

static size_t here_(void) { return 1; }

static double integrate_(signal_visit_fn *visit, void *context, double low, double high) {
  return (visit(low, context) + visit(high, context)) / 2 * (high - low);
}

static double raw_(const double *x) { return x[0]; }
static double pi_(void) { return 3.141592653589793; }

#define SET(name) .name = name##_,
const signal_api signal_table = {SIGNAL_HEAD, .variant = "test", SIGNAL_FUNCTIONS(SET)};
