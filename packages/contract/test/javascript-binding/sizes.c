/* sizes.c: the functions of sizes.contract.ts and their addon. */
#include <sizes/sizes_functions.h>
#include <sizes/sizes_node.h>

static void reverse(size_t *k, size_t n) {
  for (size_t i = 0; i < n / 2; i++) {
    const size_t other = k[i];
    k[i] = k[n - 1 - i];
    k[n - 1 - i] = other;
  }
}

static bool less(const ptrdiff_t *k, ptrdiff_t *out, size_t n) {
  bool fits = true;
  for (size_t i = 0; i < n; i++) {
    fits &= k[i] < 9;
    out[i] = k[i] - 1;
  }
  return fits;
}

static void pick(const double *x, size_t n, const size_t *k, size_t count, double *out) {
  for (size_t j = 0; j < count; j++)
    out[j] = k[j] < n && (j == 0 || k[j - 1] <= k[j]) ? x[k[j]] : -1;
}

static void first(const double *x, size_t n, double value, size_t *place, bool *found) {
  *place = 0;
  while (*place + 1 < n && x[*place] != value) ++*place;
  *found = n > 0 && x[*place] == value;
}

static void ramp(size_t n, double *out) {
  for (size_t i = 0; i <= n; i++) out[i] = (double)i;
}

static void fall(uint64_t n, double *out) {
  for (uint64_t i = 0; i + 1 < n; i++) out[i] = (double)(n - i);
}

static double add_every(const double *x, ptrdiff_t stride, size_t n, const double *y, bool twice) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += x[(ptrdiff_t)i * stride] * y[i % 3];
  return twice ? sum + sum : sum;
}

#define SET(name) .name = name,
static const sizes_api table = {SIZES_HEAD, SIZES_FUNCTIONS(SET)};

NAPI_MODULE_INIT() { return sizes_define_functions(env, exports, &table) ? exports : NULL; }
