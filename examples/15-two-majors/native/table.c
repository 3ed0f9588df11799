/* The functions of contract 1.x. */
#define CLAMP_PRODUCER /* the whole table, and not only what consumers need by default */
#include <clamp/clamp.h>
#include <math.h>

static void clamp(double *x, size_t n, double low, double high) {
  for (size_t i = 0; i < n; i++) x[i] = fmin(fmax(x[i], low), high);
}

static void wrap(double *x, size_t n, double low, double high) {
  for (size_t i = 0; i < n; i++) x[i] -= floor((x[i] - low) / (high - low)) * (high - low);
}

extern const clamp_api clamp_table;
const clamp_api clamp_table = {CLAMP_HEAD, .clamp = clamp, .wrap = wrap};
