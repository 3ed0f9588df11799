/* calls.c: calls each kernel in one way, which follows from its C signature. A new kernel needs a
   function here only if no other kernel has its signature. */
#include "calls.h"

#include "pages.h"

#define KERNEL_NAME(name) #name,
const char *const kernel_names[KERNEL_COUNT] = {FASTMATH_FUNCTIONS(KERNEL_NAME)};

#define KERNEL_TRAITS(name)                                                                        \
  _Generic((fastmath_##name##_fn *)NULL, fastmath_sort_fn *                                        \
           : WRITES_X, fastmath_scale_fn *                                                         \
           : WRITES_X, fastmath_axpy_fn *                                                          \
           : WRITES_Y, fastmath_widen_f32_fn *                                                     \
           : X_IS_FLOAT, fastmath_select_fn *                                                      \
           : Y_IS_INDICES, fastmath_search_sorted_fn *                                             \
           : X_IS_SORTED, default : 0),
const int kernel_traits[KERNEL_COUNT] = {FASTMATH_FUNCTIONS(KERNEL_TRAITS)};

/* Writes random doubles between -1 and 1. The same seed makes the same doubles. */
static void fill(double *values, size_t n, uint64_t seed) {
  for (size_t i = 0; i < n; i++) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    values[i] = (double)(int64_t)seed * 0x1p-63;
  }
}

static void fill_floats(float *values, size_t n) {
  for (size_t i = 0; i < n; i++) values[i] = (float)i / 3;
}

static void fill_indices(size_t *indices, size_t n) {
  for (size_t i = 0; i < n; i++) indices[i] = i;
}

/* The seeds are 1 for x, 2 for y, and 3 for the output of n elements. */
static pages take_array(const call *what, uint64_t seed, bool written) {
  const int traits = kernel_traits[what->kernel];
  const bool floats = seed == 1 && (traits & X_IS_FLOAT) != 0;
  const size_t size = floats ? sizeof(float) : sizeof(double);
  const pages array = take_pages(what->n * size, what->place, what->beyond * size);
  if (floats) fill_floats(pages_content(&array), what->n);
  else if (seed == 2 && (traits & Y_IS_INDICES) != 0) fill_indices(pages_content(&array), what->n);
  else fill(pages_content(&array), what->n, seed);
  if (!written) forbid_writing(&array);
  return array;
}

/* Adds the bytes to a hash (FNV-1a), and releases their pages. */
static uint64_t drain(uint64_t hash, const pages *from) {
  const unsigned char *bytes = pages_content(from);
  for (size_t i = 0; i < from->bytes; i++) hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
  give_back(from);
  return hash;
}

/* The arguments of call_on. */
typedef struct arguments {
  size_t n;
  void *x, *y, *const *outputs;
} arguments;

/* Returns the address of the last of n doubles, at which strided kernels begin: the stride is
   -1. */
static const double *last(const double *x, size_t n) { return n == 0 ? x : x + n - 1; }
static size_t half(size_t n) { return n - n / 2; }

static void call_sum(fastmath_sum_fn *kernel, const arguments *a) {
  *(double *)a->outputs[0] = kernel(a->x, a->n);
}
static void call_dot(fastmath_dot_fn *kernel, const arguments *a) {
  *(double *)a->outputs[0] = kernel(a->x, a->y, a->n);
}
static void call_min_max(fastmath_min_max_fn *kernel, const arguments *a) {
  kernel(a->x, a->n, a->outputs[0], a->outputs[1]);
}
static void call_arg_min_max(fastmath_arg_min_max_fn *kernel, const arguments *a) {
  kernel(a->x, a->n, a->outputs[0], a->outputs[1]);
}
static void call_moments(fastmath_moments_fn *kernel, const arguments *a) {
  kernel(a->x, a->n, a->outputs[2]);
}
static void call_deviations(fastmath_deviations_fn *kernel, const arguments *a) {
  kernel(a->x, a->n, a->outputs[2]);
}
static void call_comoments(fastmath_comoments_fn *kernel, const arguments *a) {
  kernel(a->x, a->y, a->n, a->outputs[3]);
}
static void call_moments_weighted(fastmath_moments_weighted_fn *kernel, const arguments *a) {
  kernel(a->x, a->y, a->n, a->outputs[2]);
}
static void call_axpy(fastmath_axpy_fn *kernel, const arguments *a) {
  kernel(0.7, a->x, a->y, a->n);
}
static void call_scale(fastmath_scale_fn *kernel, const arguments *a) { kernel(0.7, a->x, a->n); }
static void call_binary(fastmath_add_fn *kernel, const arguments *a) {
  kernel(a->x, a->y, a->outputs[4], a->n);
}
static void call_unary(fastmath_abs_fn *kernel, const arguments *a) {
  kernel(a->x, a->outputs[4], a->n);
}
static void call_widen_f32(fastmath_widen_f32_fn *kernel, const arguments *a) {
  kernel(a->x, a->outputs[4], a->n);
}
static void call_sort(fastmath_sort_fn *kernel, const arguments *a) { kernel(a->x, a->n); }
static void call_select(fastmath_select_fn *kernel, const arguments *a) {
  *(bool *)a->outputs[0] = kernel(a->x, a->n, a->y, a->n, a->outputs[4]);
}
static void call_rank(fastmath_rank_fn *kernel, const arguments *a) {
  *(bool *)a->outputs[0] = kernel(a->x, a->n, a->outputs[4]);
}
static void call_search_sorted(fastmath_search_sorted_fn *kernel, const arguments *a) {
  kernel(a->x, a->n, a->y, a->n, true, a->outputs[4]);
}
static void call_histogram(fastmath_histogram_fn *kernel, const arguments *a) {
  *(size_t *)a->outputs[0] = kernel(a->x, a->n, -1, 0.5, a->n, a->outputs[4]);
}
static void call_gather(fastmath_gather_fn *kernel, const arguments *a) {
  kernel(last(a->x, a->n), -1, a->outputs[4], a->n);
}
static void call_sum_strided(fastmath_sum_strided_fn *kernel, const arguments *a) {
  *(double *)a->outputs[0] = kernel(a->x, 2, half(a->n));
}
static void call_dot_strided(fastmath_dot_strided_fn *kernel, const arguments *a) {
  *(double *)a->outputs[0] = kernel(last(a->x, a->n), -1, a->y, 1, a->n);
}
static void call_min_max_strided(fastmath_min_max_strided_fn *kernel, const arguments *a) {
  kernel(last(a->x, a->n), -2, half(a->n), a->outputs[0], a->outputs[1]);
}
static void call_moments_strided(fastmath_moments_strided_fn *kernel, const arguments *a) {
  kernel(last(a->x, a->n), -1, a->n, a->outputs[2]);
}
static void call_comoments_strided(fastmath_comoments_strided_fn *kernel, const arguments *a) {
  kernel(a->x, 2, last(a->y, a->n), -2, half(a->n), a->outputs[3]);
}

/* There is a line for each C signature. It is named after the first kernel that has it. */
#define CALL(kernel, with)                                                                         \
  _Generic((kernel), fastmath_sum_fn *                                                             \
           : call_sum, fastmath_dot_fn *                                                           \
           : call_dot, fastmath_min_max_fn *                                                       \
           : call_min_max, fastmath_arg_min_max_fn *                                               \
           : call_arg_min_max, fastmath_moments_fn *                                               \
           : call_moments, fastmath_deviations_fn *                                                \
           : call_deviations, fastmath_comoments_fn *                                              \
           : call_comoments, fastmath_moments_weighted_fn *                                        \
           : call_moments_weighted, fastmath_axpy_fn *                                             \
           : call_axpy, fastmath_scale_fn *                                                        \
           : call_scale, fastmath_add_fn *                                                         \
           : call_binary, fastmath_abs_fn *                                                        \
           : call_unary, fastmath_widen_f32_fn *                                                   \
           : call_widen_f32, fastmath_sort_fn *                                                    \
           : call_sort, fastmath_select_fn *                                                       \
           : call_select, fastmath_rank_fn *                                                       \
           : call_rank, fastmath_search_sorted_fn *                                                \
           : call_search_sorted, fastmath_histogram_fn *                                           \
           : call_histogram, fastmath_gather_fn *                                                  \
           : call_gather, fastmath_sum_strided_fn *                                                \
           : call_sum_strided, fastmath_dot_strided_fn *                                           \
           : call_dot_strided, fastmath_min_max_strided_fn *                                       \
           : call_min_max_strided, fastmath_moments_strided_fn *                                   \
           : call_moments_strided, fastmath_comoments_strided_fn *                                 \
           : call_comoments_strided)(kernel, with)

void call_on(const fastmath_api *math, enum kernel kernel, size_t n, void *x, void *y,
             void *const outputs[5]) {
  const arguments with = {n, x, y, outputs};
  switch (kernel) {
#define CALL_CASE(name)                                                                            \
  case KERNEL_##name: CALL(math->name, &with); break;
    FASTMATH_FUNCTIONS(CALL_CASE)
    case KERNEL_COUNT: break;
  }
}

uint64_t call_kernel(const call *what) {
  const int traits = kernel_traits[what->kernel];
  const pages all[] = {take_array(what, 1, (traits & WRITES_X) != 0),
                       take_array(what, 2, (traits & WRITES_Y) != 0),
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
