/* block_sums.c: the specification of the block sums, from which moments are computed. */
#include "../simd/compiler.h"
#include "kernels.h"
#include "moments.h"

enum { MAX_TERMS = 5 };

/* Computes the terms of one element. */
typedef void element_terms(double e, double f, double *term);

static inline void power_terms(double e, double f, double *term) {
  (void)f;
  const double square = e * e;
  term[0] = e;
  term[1] = square;
  term[2] = square * e;
  term[3] = square * square;
}

static inline void square_terms(double e, double f, double *term) {
  (void)f;
  term[0] = e;
  term[1] = e * e;
}

static inline void product_terms(double e, double f, double *term) {
  term[0] = e;
  term[1] = f;
  term[2] = e * e;
  term[3] = f * f;
  term[4] = e * f;
}

/* Adds each term in its own lanes. Each caller passes constant `terms` and `count`, so compilers
   specialize it. */
ALWAYS_INLINE void sum_each_term(element_terms *terms, const size_t count, const double *x,
                                 const double *y, size_t n, double mean_x, double mean_y,
                                 double *sums) {
  double total[MAX_TERMS][SHORT_LANES], run[MAX_TERMS][SHORT_LANES];
  clear_lanes(total[0], count * SHORT_LANES);
  for (size_t start = 0; start < n; start += RUN * SHORT_LANES) {
    const size_t end = range_end(start, RUN * SHORT_LANES, n);
    clear_lanes(run[0], count * SHORT_LANES);
    for (size_t i = start; i < end; i++) {
      double term[MAX_TERMS];
      terms(x[i] - mean_x, y[i] - mean_y, term);
      for (size_t k = 0; k < count; k++) run[k][(i - start) % SHORT_LANES] += term[k];
    }
    add_lanes(total[0], run[0], count * SHORT_LANES);
  }
  for (size_t k = 0; k < count; k++) sums[k] = sum_lanes(total[k], SHORT_LANES);
}

static void powers(const double *x, size_t n, double mean, double sums[4]) {
  sum_each_term(power_terms, 4, x, x, n, mean, mean, sums);
}

static void squares(const double *x, size_t n, double mean, double sums[2]) {
  sum_each_term(square_terms, 2, x, x, n, mean, mean, sums);
}

static void products(const double *x, const double *y, size_t n, double mean_x, double mean_y,
                     double sums[5]) {
  sum_each_term(product_terms, 5, x, y, n, mean_x, mean_y, sums);
}

static void center(const double *x, size_t n, double mean, double *e) {
  for (size_t i = 0; i < n; i++) e[i] = x[i] - mean;
}

static void square(double *e, size_t n) {
  for (size_t i = 0; i < n; i++) e[i] = e[i] * e[i];
}

static const block_sums scalar_sums = {kernel_sum, kernel_dot, powers, squares,
                                       products,   center,     square};

#define SCALAR(name) kernel_##name
MOMENT_KERNELS(SCALAR, &scalar_sums)
