/* min_max_simd.h: the least and the greatest value, and where they are. */
#include "simd.h"

enum { EXTREMES = 4, EXTREME_ROW = EXTREMES * WIDTH, FAR = 1 << 18, PART = 1024 };

/* What min_max has seen so far. */
typedef struct extremes {
  vector low[EXTREMES], high[EXTREMES];
  lane_mask numbers;
} extremes;

/* v_min and v_max may lose a NaN, so it is looked for beside, in two vectors at a time. */
ALWAYS_INLINE void look_at(extremes *seen, const double *x) {
  for (int v = 0; v < EXTREMES; v += 2) {
    const vector a = v_load(x + v * WIDTH), b = v_load(x + (v + 1) * WIDTH);
    seen->low[v] = v_min(a, seen->low[v]);
    seen->high[v] = v_max(a, seen->high[v]);
    seen->low[v + 1] = v_min(b, seen->low[v + 1]);
    seen->high[v + 1] = v_max(b, seen->high[v + 1]);
    seen->numbers = m_ordered(seen->numbers, a, b);
  }
}

/* Whether any of n values has its sign set; or, if not `set`, has it clear. */
static bool has_sign(const double *x, size_t n, bool set) {
  const unsigned none = set ? 0 : ALL;
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH)
    if (m_bits(m_signs(v_load(x + i))) != none) return true;
  return i < n && m_bits(m_signs(v_load_first(x + i, n - i, v_set(set ? 1 : -1)))) != none;
}

/* The order of values does not matter here, so arrays that are larger than a cache are read in four
   streams at once, which keeps memory busier than one. v_min and v_max do not tell zeros apart:
   where the result is one, a second look says which. All other values are on one side of it, and
   their signs are one. */
void KERNEL(min_max)(const double *x, size_t n, double *min, double *max) {
  *min = INFINITY;
  *max = -INFINITY;
  if (n == 0) return;
  const vector start = v_set(x[0]);
  /* A little less than a quarter: powers of two would push one another out of the cache. */
  const size_t quarter = n < FAR ? 0 : (n / 4 - 544) / EXTREME_ROW * EXTREME_ROW;
  extremes seen;
  seen.numbers = m_all();
  for (int v = 0; v < EXTREMES; v++) seen.low[v] = seen.high[v] = start;
  for (size_t i = 0; i < quarter; i += EXTREME_ROW)
    for (size_t stream = 0; stream < 4; stream++) look_at(&seen, x + stream * quarter + i);
  size_t i = 4 * quarter;
  for (; i + EXTREME_ROW <= n; i += EXTREME_ROW) look_at(&seen, x + i);
  for (; i < n; i += WIDTH) {
    const vector value = v_load_first(x + i, n - i, start);
    seen.low[0] = v_min(value, seen.low[0]);
    seen.high[0] = v_max(value, seen.high[0]);
    seen.numbers = m_ordered(seen.numbers, value, value);
  }
  if (m_bits(seen.numbers) != ALL) {
    *min = *max = NAN;
    return;
  }
  double low[WIDTH], high[WIDTH];
  for (int half = EXTREMES / 2; half > 0; half /= 2)
    for (int v = 0; v < half; v++) {
      seen.low[v] = v_min(seen.low[v], seen.low[v + half]);
      seen.high[v] = v_max(seen.high[v], seen.high[v + half]);
    }
  v_store(low, seen.low[0]);
  v_store(high, seen.high[0]);
  for (int j = 0; j < WIDTH; j++) {
    if (low[j] < *min) *min = low[j];
    if (high[j] > *max) *max = high[j];
  }
  if (*min == 0) *min = has_sign(x, n, true) ? -0.0 : 0.0;
  if (*max == 0) *max = has_sign(x, n, false) ? 0.0 : -0.0;
}

/* An extreme, and where the part of x begins in which it is. */
typedef struct found {
  double value;
  size_t start;
} found;

static bool before(double a, double b) { return a < b || (a == b && signbit(a) && !signbit(b)); }

/* The first place in a part with the bits of a value, or with NaN if it is that. 0 where there is
   none: another thread has written over it. */
static size_t place_of(double value, const double *x, size_t n) {
  for (size_t i = 0; i < n; i += WIDTH) {
    const vector some = v_load_first(x + i, n - i, v_set(0));
    const unsigned same = isnan(value) ? ALL ^ m_bits(m_ordered(m_all(), some, some))
                                       : m_bits(m_same_bits(some, v_set(value)));
    for (size_t j = 0; same >> j != 0; j++)
      if ((same >> j & 1) != 0 && i + j < n) return i + j;
  }
  return 0;
}

static size_t place(const double *x, size_t n, found of) {
  return of.start + place_of(of.value, x + of.start, end_of(of.start, PART, n) - of.start);
}

/* Finds the parts that have the extremes, and then the places within them. */
void KERNEL(arg_min_max)(const double *x, size_t n, size_t *min, size_t *max) {
  *min = *max = 0;
  if (n == 0) return;
  found least = {INFINITY, 0}, greatest = {-INFINITY, 0};
  for (size_t start = 0; start < n; start += PART) {
    double low, high;
    KERNEL(min_max)(x + start, end_of(start, PART, n) - start, &low, &high);
    if (isnan(low)) {
      least = greatest = (found){low, start};
      break;
    }
    if (before(low, least.value)) least = (found){low, start};
    if (before(greatest.value, high)) greatest = (found){high, start};
  }
  *min = place(x, n, least);
  *max = place(x, n, greatest);
}
