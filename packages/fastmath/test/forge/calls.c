/* calls.c: one way to call each kernel. */
#include "calls.h"

#include "pages.h"

const char *const kernel_names[KERNEL_COUNT] = {"sum",
                                                "dot",
                                                "min_max",
                                                "moments",
                                                "comoments",
                                                "axpy",
                                                "scale",
                                                "sum_exact",
                                                "arg_min_max",
                                                "add",
                                                "subtract",
                                                "multiply",
                                                "divide",
                                                "abs",
                                                "sqrt",
                                                "cumsum",
                                                "widen_f32",
                                                "sort",
                                                "select",
                                                "rank",
                                                "search_sorted",
                                                "histogram",
                                                "moments_weighted",
                                                "gather",
                                                "sum_strided",
                                                "dot_strided",
                                                "min_max_strided",
                                                "moments_strided",
                                                "comoments_strided",
                                                "deviations"};

/* Random doubles between -1 and 1, the same for the same seed. */
static void fill(double *values, size_t n, uint64_t seed) {
  for (size_t i = 0; i < n; i++) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    values[i] = (double)(int64_t)seed * 0x1p-63;
  }
}

static void fill_floats(float *values, size_t n) {
  for (size_t i = 0; i < n; i++) values[i] = (float)i / 3;
}

static void fill_places(size_t *places, size_t n) {
  for (size_t i = 0; i < n; i++) places[i] = i;
}

static pages take_array(const call *what, uint64_t seed, bool written) {
  const size_t size = what->kernel == WIDEN_F32 && seed == 1 ? sizeof(float) : sizeof(double);
  const pages array = take_pages(what->n * size, what->place, what->beyond * size);
  if (size == sizeof(float)) fill_floats(pages_content(&array), what->n);
  else if (what->kernel == SELECT && seed == 2) fill_places(pages_content(&array), what->n);
  else fill(pages_content(&array), what->n, seed);
  if (!written) forbid_writing(&array);
  return array;
}

/* Adds the bytes to a hash (FNV-1a), and gives their pages back. */
static uint64_t drain(uint64_t hash, const pages *from) {
  const unsigned char *bytes = pages_content(from);
  for (size_t i = 0; i < from->bytes; i++) hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
  give_back(from);
  return hash;
}

/* The last of n doubles, from which strided kernels can go to the first. */
static const double *last(const double *x, size_t n) { return n == 0 ? x : x + n - 1; }

void call_on(const fastmath_api *math, enum kernel kernel, size_t n, void *x, void *y,
             void *const outputs[5]) {
  const double a = 0.7;
  void *const out = outputs[4];
  switch (kernel) {
    case SUM: *(double *)outputs[0] = math->sum(x, n); break;
    case DOT: *(double *)outputs[0] = math->dot(x, y, n); break;
    case MIN_MAX: math->min_max(x, n, outputs[0], outputs[1]); break;
    case MOMENTS: math->moments(x, n, outputs[2]); break;
    case COMOMENTS: math->comoments(x, y, n, outputs[3]); break;
    case AXPY: math->axpy(a, x, y, n); break;
    case SCALE: math->scale(a, x, n); break;
    case SUM_EXACT: *(double *)outputs[0] = math->sum_exact(x, n); break;
    case ARG_MIN_MAX: math->arg_min_max(x, n, outputs[0], outputs[1]); break;
    case ADD: math->add(x, y, out, n); break;
    case SUBTRACT: math->subtract(x, y, out, n); break;
    case MULTIPLY: math->multiply(x, y, out, n); break;
    case DIVIDE: math->divide(x, y, out, n); break;
    case ABS: math->abs(x, out, n); break;
    case SQRT: math->sqrt(x, out, n); break;
    case CUMSUM: math->cumsum(x, out, n); break;
    case WIDEN_F32: math->widen_f32(x, out, n); break;
    case SORT: math->sort(x, n); break;
    case SELECT: *(bool *)outputs[0] = math->select(x, n, y, n, out); break;
    case RANK: *(bool *)outputs[0] = math->rank(x, n, out); break;
    case SEARCH_SORTED: math->search_sorted(x, n, y, n, true, out); break;
    case HISTOGRAM: *(size_t *)outputs[0] = math->histogram(x, n, -1, 0.5, n, out); break;
    case MOMENTS_WEIGHTED: math->moments_weighted(x, y, n, outputs[2]); break;
    case GATHER: math->gather(last(x, n), -1, out, n); break;
    case SUM_STRIDED: *(double *)outputs[0] = math->sum_strided(x, 2, n - n / 2); break;
    case DOT_STRIDED: *(double *)outputs[0] = math->dot_strided(last(x, n), -1, y, 1, n); break;
    case MIN_MAX_STRIDED:
      math->min_max_strided(last(x, n), -2, n - n / 2, outputs[0], outputs[1]);
      break;
    case MOMENTS_STRIDED: math->moments_strided(last(x, n), -1, n, outputs[2]); break;
    case COMOMENTS_STRIDED:
      math->comoments_strided(x, 2, last(y, n), -2, n - n / 2, outputs[3]);
      break;
    case DEVIATIONS: math->deviations(x, n, outputs[2]); break;
  }
}

uint64_t call_kernel(const call *what) {
  const pages all[] = {take_array(what, 1, what->kernel == SCALE || what->kernel == SORT),
                       take_array(what, 2, what->kernel == AXPY),
                       take_pages(sizeof(double), what->place, 0),
                       take_pages(sizeof(double), what->place, 0),
                       take_pages(sizeof(fastmath_moments), what->place, 0),
                       take_pages(sizeof(fastmath_comoments), what->place, 0),
                       take_array(what, 3, true)};
  void *outputs[] = {all[2].at, all[3].at, all[4].at, all[5].at, all[6].at};
  for (size_t i = 0; i < what->times; i++)
    call_on(what->math, what->kernel, what->n + what->beyond, all[0].at, all[1].at, outputs);
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) hash = drain(hash, &all[i]);
  return hash;
}
