/* promised.c: the functions of failures.contract.ts, and their promises. */
#include <failures/failures_functions.h>
#include <failures/failures_node.h>

#define DECLARE(name) static failures_##name##_fn name##_;
FAILURES_FUNCTIONS(DECLARE)

static double dot_(const double *x, const double *y, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += x[i] * y[i];
  return sum;
}

static void add_(const double *x, const double *y, double *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = x[i] + y[i];
}

static void scale_(double a, double *x, size_t n) {
  for (size_t i = 0; i < n; i++) x[i] *= a;
}

static void extent_(const double *x, size_t n, failures_range *range, double *total) {
  range->low = range->high = n == 0 ? 0 : x[0];
  *total = 0;
  for (size_t i = 0; i < n; i++) {
    *total += x[i];
    if (x[i] < range->low) range->low = x[i];
    if (x[i] > range->high) range->high = x[i];
  }
}

static bool check_(const double *x, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (!(x[i] - x[i] == 0)) return false;
  return true;
}

static int64_t twice_(int64_t x) { return 2 * x; }
static bool turn_(void) { return true; }

struct failures_counter {
  size_t count;
};

static failures_counter *counter_new_(size_t start) {
  failures_counter *counter = (failures_counter *)malloc(sizeof *counter);
  if (counter != NULL) counter->count = start;
  return counter;
}

static size_t counter_add_(failures_counter *counter, const double *x, size_t n) {
  (void)x;
  return counter->count += n;
}

static void counter_free_(failures_counter *counter) { free(counter); }

#define SET(name) .name = name##_,
static const failures_api table = {FAILURES_HEAD, FAILURES_FUNCTIONS(SET)};

NAPI_MODULE_INIT() {
  const napi_value capsule = failures_seal(env, &table);
  if (capsule == NULL || !failures_define_functions(env, exports, &table)) return NULL;
  const napi_status status = napi_set_named_property(env, exports, "capsule", capsule);
  return status == napi_ok ? exports : capsule_fail(env);
}
