/* The functions of contract 2.x. */
#include <clamp_v2/clamp_v2.h>

static size_t clamp(const double *x, double *out, size_t n, double low, double high) {
  size_t changed = 0;
  for (size_t i = 0; i < n; i++) {
    const double value = x[i];
    changed += value < low || value > high;
    out[i] = value < low ? low : value > high ? high : value;
  }
  return changed;
}

extern const clamp_v2_api clamp_v2_table;
const clamp_v2_api clamp_v2_table = {CLAMP_V2_HEAD, .clamp = clamp};
