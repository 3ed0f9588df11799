/* fastmath.c: the examples for fastmath.h. They assert their results. */
#undef NDEBUG
#include <assert.h>

#include "reference.h"

#include <fastmath/fastmath_node.h>

static void reductions(const fastmath_api *math) {
  {
    /* #region fastmath_sum_fn */
    const double x[] = {1, 2, 3.5};
    assert(math->sum(x, 3) == 6.5);
    /* #endregion */
  }
  {
    /* #region fastmath_dot_fn */
    const double x[] = {1, 2, 3}, y[] = {4, 5, 6};
    assert(math->dot(x, y, 3) == 32);
    /* #endregion */
  }
  {
    /* #region fastmath_min_max_fn */
    const double x[] = {3, -1, 2};
    double min, max;
    math->min_max(x, 3, &min, &max);
    assert(min == -1 && max == 3);
    /* #endregion */
  }
  {
    /* #region fastmath_moments_fn fastmath_moments */
    const double x[] = {1, 2, 6};
    fastmath_moments moments;
    math->moments(x, 3, &moments);
    assert(moments.mean == 3);
    assert(moments.m2 / (double)(moments.n - 1) == 7); /* the variance */
    /* #endregion */
  }
  {
    /* #region fastmath_comoments_fn fastmath_comoments */
    const double x[] = {1, 2, 3}, y[] = {3, 5, 7};
    fastmath_comoments pairs;
    math->comoments(x, y, 3, &pairs);
    assert(pairs.mxy / pairs.mxx == 2); /* the slope of y on x */
    /* #endregion */
  }
  {
    /* #region fastmath_sum_exact_fn */
    double x[13];
    for (int i = 0; i < 13; i++) x[i] = 0.1;
    assert(math->sum(x, 13) > 1.3 && math->sum_exact(x, 13) == 1.3);
    /* #endregion */
  }
  {
    /* #region fastmath_arg_min_max_fn */
    const double x[] = {3, -1, 2};
    size_t min, max;
    math->arg_min_max(x, 3, &min, &max);
    assert(min == 1 && max == 0);
    /* #endregion */
  }
  {
    /* #region fastmath_moments_weighted_fn fastmath_weighted_moments */
    const double x[] = {1, 5}, w[] = {3, 1};
    fastmath_weighted_moments weighted;
    math->moments_weighted(x, w, 2, &weighted);
    assert(weighted.mean == 2 && weighted.weight == 4);
    /* #endregion */
  }
  {
    /* #region fastmath_deviations_fn fastmath_deviations */
    const double x[] = {1, 2, 6};
    fastmath_deviations result;
    math->deviations(x, 3, &result);
    assert(result.mean == 3 && result.m2 == 14);
    /* #endregion */
  }
}

static void elementwise(const fastmath_api *math) {
  {
    /* #region fastmath_axpy_fn */
    const double x[] = {10, 20};
    double y[] = {1, 1};
    math->axpy(2, x, y, 2);
    assert(y[0] == 21 && y[1] == 41);
    /* #endregion */
  }
  {
    /* #region fastmath_scale_fn */
    double x[] = {1, 2};
    math->scale(3, x, 2);
    assert(x[0] == 3 && x[1] == 6);
    /* #endregion */
  }
  {
    /* #region fastmath_add_fn */
    const double x[] = {1, 2}, y[] = {10, 20};
    double out[2];
    math->add(x, y, out, 2);
    assert(out[0] == 11 && out[1] == 22);
    /* #endregion */
  }
  {
    /* #region fastmath_subtract_fn */
    const double x[] = {10, 20}, y[] = {1, 2};
    double out[2];
    math->subtract(x, y, out, 2);
    assert(out[0] == 9 && out[1] == 18);
    /* #endregion */
  }
  {
    /* #region fastmath_multiply_fn */
    double x[] = {3, 4};
    math->multiply(x, x, x, 2); /* in place */
    assert(x[0] == 9 && x[1] == 16);
    /* #endregion */
  }
  {
    /* #region fastmath_divide_fn */
    const double x[] = {1, 9}, y[] = {4, 3};
    double out[2];
    math->divide(x, y, out, 2);
    assert(out[0] == 0.25 && out[1] == 3);
    /* #endregion */
  }
  {
    /* #region fastmath_abs_fn */
    const double x[] = {-1.5, 2};
    double out[2];
    math->abs(x, out, 2);
    assert(out[0] == 1.5 && out[1] == 2);
    /* #endregion */
  }
  {
    /* #region fastmath_sqrt_fn */
    double x[] = {4, 9};
    math->sqrt(x, x, 2); /* in place */
    assert(x[0] == 2 && x[1] == 3);
    /* #endregion */
  }
  {
    /* #region fastmath_cumsum_fn */
    const double x[] = {1, 2, 3};
    double out[3];
    math->cumsum(x, out, 3);
    assert(out[0] == 1 && out[1] == 3 && out[2] == 6);
    /* #endregion */
  }
  {
    /* #region fastmath_widen_f32_fn */
    const float x[] = {0.5f, -2};
    double out[2];
    math->widen_f32(x, out, 2);
    assert(out[0] == 0.5 && out[1] == -2);
    /* #endregion */
  }
}

static void sorting(const fastmath_api *math) {
  {
    /* #region fastmath_sort_fn */
    double x[] = {3, -1, 2};
    math->sort(x, 3);
    assert(x[0] == -1 && x[1] == 2 && x[2] == 3);
    /* #endregion */
  }
  {
    /* #region fastmath_select_fn */
    const double x[] = {9, 1, 5, 7};
    const size_t k[] = {1, 2};
    double out[2];
    assert(math->select(x, 4, k, 2, out)); /* false: no memory, or invalid indices */
    assert(out[0] == 5 && out[1] == 7);
    /* #endregion */
  }
  {
    /* #region fastmath_rank_fn */
    const double x[] = {30, 10, 10};
    double out[3];
    assert(math->rank(x, 3, out)); /* false: no memory */
    assert(out[0] == 3 && out[1] == 1.5 && out[2] == 1.5);
    /* #endregion */
  }
  {
    /* #region fastmath_search_sorted_fn */
    const double x[] = {1, 2, 2, 3}, values[] = {2, 9};
    size_t out[2];
    math->search_sorted(x, 4, values, 2, false, out);
    assert(out[0] == 1 && out[1] == 4);
    /* #endregion */
  }
  {
    /* #region fastmath_histogram_fn */
    const double x[] = {0, 1, 1, 3, 4, 9};
    size_t counts[2];
    assert(math->histogram(x, 6, 0, 4, 2, counts) == 5); /* 9 is outside */
    assert(counts[0] == 3 && counts[1] == 2);
    /* #endregion */
  }
}

static void strided(const fastmath_api *math) {
  {
    /* #region fastmath_gather_fn */
    const double matrix[] = {1, 2, 3, 4, 5, 6}; /* 3 rows of 2 values */
    double column[3];
    math->gather(matrix + 1, 2, column, 3);
    assert(column[0] == 2 && column[1] == 4 && column[2] == 6);
    /* #endregion */
  }
  {
    /* #region fastmath_sum_strided_fn */
    const double matrix[] = {1, 2, 3, 4, 5, 6};   /* 3 rows of 2 values */
    assert(math->sum_strided(matrix, 2, 3) == 9); /* the first column */
    /* #endregion */
  }
  {
    /* #region fastmath_dot_strided_fn */
    const double matrix[] = {1, 2, 3, 4, 5, 6}; /* 3 rows of 2 values */
    assert(math->dot_strided(matrix, 2, matrix + 1, 2, 3) == 44);
    /* #endregion */
  }
  {
    /* #region fastmath_min_max_strided_fn */
    const double x[] = {1, 2, 3, 4};
    double min, max;
    math->min_max_strided(x + 3, -2, 2, &min, &max); /* x[3] and x[1] */
    assert(min == 2 && max == 4);
    /* #endregion */
  }
  {
    /* #region fastmath_moments_strided_fn */
    const double matrix[] = {1, 0, 2, 0, 6, 0}; /* 3 rows of 2 values */
    fastmath_moments moments;
    math->moments_strided(matrix, 2, 3, &moments);
    assert(moments.mean == 3 && moments.m2 == 14);
    /* #endregion */
  }
  {
    /* #region fastmath_comoments_strided_fn */
    const double matrix[] = {1, 3, 2, 5, 3, 7}; /* 3 rows: x and y */
    fastmath_comoments pairs;
    math->comoments_strided(matrix, 2, matrix + 1, 2, 3, &pairs);
    assert(pairs.mxy / pairs.mxx == 2);
    /* #endregion */
  }
}

static void layout(void) {
  /* #region FASTMATH_AT_sum */
  assert(offsetof(fastmath_api, dot) == FASTMATH_AT_dot * sizeof(void *));
  /* #endregion */
}

/* Runs all of them, with the table in a capsule. */
static napi_value run_kernels(napi_env env, napi_value value) {
  const fastmath_api *math = fastmath_open(env, value);
  if (math == NULL) return NULL;
  reductions(math);
  elementwise(math);
  sorting(math);
  strided(math);
  layout();
  return number(env, 0);
}

bool reference_fastmath(napi_env env, napi_value exports) {
  return reference_export(env, exports, "run_kernels", run_kernels);
}
