/* min_max_simd.h: the least and the greatest value, and where they are. */
#include "../simd/simd.h"

enum { EXTREMES = 4, EXTREME_ROW = EXTREMES * WIDTH, FAR = 1 << 18 };

/* What min_max has seen so far. */
typedef struct extremes {
  vector low[EXTREMES], high[EXTREMES];
  lane_mask numbers[EXTREMES / 2];
} extremes;

/* v_min and v_max may lose a NaN, so it is looked for beside, in two vectors at a time. */
ALWAYS_INLINE void look_at(extremes *seen, const double *x) {
  for (int v = 0; v < EXTREMES; v += 2) {
    const vector a = v_load(x + v * WIDTH), b = v_load(x + (v + 1) * WIDTH);
    seen->low[v] = v_min(a, seen->low[v]);
    seen->high[v] = v_max(a, seen->high[v]);
    seen->low[v + 1] = v_min(b, seen->low[v + 1]);
    seen->high[v + 1] = v_max(b, seen->high[v + 1]);
    seen->numbers[v / 2] = m_ordered(seen->numbers[v / 2], a, b);
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

/* The least of n values, or the greatest; v_min and v_max do not tell zeros apart. Where the result
   is one, a second look says which: all other values are on one side of it, with one sign. */
ALWAYS_INLINE double extreme(combine *of, vector lanes, const double *x, size_t n, bool least) {
  double lane[WIDTH];
  for (size_t by = WIDTH / 2; by > 0; by /= 2) lanes = of(lanes, v_turn(lanes, by));
  v_store(lane, lanes);
  if (lane[0] != 0) return lane[0];
  return has_sign(x, n, least) == least ? -0.0 : 0.0;
}

/* Neither order nor number of looks at a value matter here. So long arrays begin at an aligned
   address, after a look at what is before it; the last row may overlap the one before; and arrays that
   are larger than a cache are read in four streams at once, which keeps memory busier than one. */
void KERNEL(min_max)(const double *x, size_t n, double *min, double *max) {
  *min = INFINITY;
  *max = -INFINITY;
  if (n == 0) return;
  const vector start = v_load_first(x, n, v_set(x[0]));
  extremes seen;
  seen.numbers[0] = seen.numbers[1] = m_ordered(m_all(), start, start);
  for (int v = 0; v < EXTREMES; v++) seen.low[v] = seen.high[v] = start;
  if (n < EXTREME_ROW) {
    for (size_t i = WIDTH; i < n; i += WIDTH) {
      const vector value = v_load_first(x + i, n - i, start);
      seen.low[0] = v_min(value, seen.low[0]);
      seen.high[0] = v_max(value, seen.high[0]);
      seen.numbers[0] = m_ordered(seen.numbers[0], value, value);
    }
  } else {
    size_t i = n < LONG ? 0 : head_of(x);
    /* A little less than a quarter: powers of two would push one another out of the cache. */
    const size_t quarter = n < FAR ? 0 : (n / 4 - 544) / EXTREME_ROW * EXTREME_ROW;
    for (const size_t end = i + quarter; i < end; i += EXTREME_ROW)
      for (size_t stream = 0; stream < 4; stream++) look_at(&seen, x + stream * quarter + i);
    for (i += 3 * quarter; i + EXTREME_ROW <= n; i += EXTREME_ROW) look_at(&seen, x + i);
    if (i < n) look_at(&seen, x + n - EXTREME_ROW);
  }
  if ((m_bits(seen.numbers[0]) & m_bits(seen.numbers[1])) != ALL) {
    *min = *max = NAN;
    return;
  }
  for (int half = EXTREMES / 2; half > 0; half /= 2)
    for (int v = 0; v < half; v++) {
      seen.low[v] = v_min(seen.low[v], seen.low[v + half]);
      seen.high[v] = v_max(seen.high[v], seen.high[v + half]);
    }
  *min = extreme(v_min, seen.low[0], x, n, true);
  *max = extreme(v_max, seen.high[0], x, n, false);
}

/* An extreme, and where the part of x begins in which it is. */
typedef struct found {
  double value;
  size_t start;
} found;

static bool before(double a, double b) { return a < b || (a == b && signbit(a) && !signbit(b)); }

/* Which lanes have the bits of a value, or are NaN if it is that. */
ALWAYS_INLINE unsigned same_as(double value, vector some) {
  return isnan(value) ? ALL ^ m_bits(m_ordered(m_all(), some, some))
                      : m_bits(m_same_bits(some, v_set(value)));
}

static size_t first_of(unsigned lanes) {
  size_t j = 0;
  while ((lanes >> j & 1) == 0) j++;
  return j;
}

/* The first place in a part with the bits of a value, or with NaN if it is that. 0 where there is
   none: another thread has written over it. */
static size_t place_of(double value, const double *x, size_t n) {
  const vector other = v_set(isnan(value) ? 0 : -value);
  size_t i = 0;
  for (; i + EXTREME_ROW <= n; i += EXTREME_ROW) {
    unsigned same = 0;
    for (int v = 0; v < EXTREMES; v++)
      same |= same_as(value, v_load(x + i + v * WIDTH)) << v * WIDTH;
    if (same != 0) return i + first_of(same);
  }
  for (; i < n; i += WIDTH) {
    const unsigned same = same_as(value, v_load_first(x + i, n - i, other));
    if (same != 0) return i + first_of(same);
  }
  return 0;
}

static size_t place(const double *x, size_t n, size_t part, found of) {
  return of.start + place_of(of.value, x + of.start, end_of(of.start, part, n) - of.start);
}

/* Finds the parts that have the extremes, and then the places within them. A part more costs as much
   as a search through 1024 elements more, so parts are about as long as the root of 1024 * n. */
void KERNEL(arg_min_max)(const double *x, size_t n, size_t *min, size_t *max) {
  *min = *max = 0;
  if (n == 0) return;
  found least = {INFINITY, 0}, greatest = {-INFINITY, 0};
  size_t part = 1024;
  while (part * 2 <= n / part * 1024) part *= 2;
  for (size_t start = 0; start < n; start += part) {
    double low, high;
    KERNEL(min_max)(x + start, end_of(start, part, n) - start, &low, &high);
    if (isnan(low)) {
      least = greatest = (found){low, start};
      break;
    }
    if (before(low, least.value)) least = (found){low, start};
    if (before(greatest.value, high)) greatest = (found){high, start};
  }
  *min = place(x, n, part, least);
  *max = place(x, n, part, greatest);
}
