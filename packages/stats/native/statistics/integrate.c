/* integrate.c: adaptive quadrature, after QAGS and QAGI of QUADPACK (R. Piessens, E. de Doncker-
   Kapenga, C. W. Ueberhuber, D. K. Kahaner: QUADPACK, Springer 1983).

   The interval with the largest error is bisected, until the sum of all errors is small enough.
   Near a singularity bisection converges slowly, but regularly. So the limit is extrapolated from
   the sequence of integrals with ever narrower intervals. */
#include "integrate.h"

#include "quadrature.h"

#include <float.h>
#include <math.h>

/* The integrand as a function of t. For a finite range it is f itself; an infinite range is mapped
   to t from 0 to 1 by the substitution x = start + side * (1 - t) / t. */
typedef struct integrand {
  const stats_callback *f;
  enum { FINITE, HALF_INFINITE, DOUBLY_INFINITE } range;
  double start, side;
  stats_integral *in; /* receives the number of evaluations, and the x at which f is not finite */
  bool finite;
} integrand;

static double call(integrand *g, double x) {
  const stats_callback *f = g->f;
  const double y = f->takes_context ? ((double (*)(double, void *))f->function)(x, f->context)
                                    : ((double (*)(double))f->function)(x);
  g->in->evaluations++;
  if (!isfinite(y) && g->finite) {
    g->finite = false;
    g->in->location = x;
  }
  return y;
}

static double x_of(const integrand *g, double t) {
  return g->range == FINITE ? t : g->start + g->side * ((1 - t) / t);
}

static double evaluate(void *context, double t) {
  integrand *g = (integrand *)context;
  const double x = x_of(g, t);
  double y = call(g, x);
  if (g->range == DOUBLY_INFINITE) y += call(g, -x);
  return g->range == FINITE ? y : y / t / t; /* t * t could underflow */
}

/* The largest error that the caller accepts. */
static double allowed(const stats_integral *in, double value) {
  return fmax(in->epsabs, in->epsrel * fabs(value));
}

/* Returns the index of the interval with the largest error among those wider than `width`, or
   `count` if there is none. A linear search costs less than the evaluations of f. */
static size_t worst_of(const stats_interval *intervals, size_t count, double width) {
  size_t worst = count;
  for (size_t i = 0; i < count; i++)
    if (intervals[i].b - intervals[i].a > width &&
        (worst == count || intervals[i].error > intervals[worst].error))
      worst = i;
  return worst;
}

/* Numbers of bisections that did not reduce the error, which is due to rounding errors. QUADPACK
   counts them in the same way. */
typedef struct rounding_signs {
  int unchanged, unchanged_extrapolating, grown;
} rounding_signs;

/* Bisects an interval. `both` becomes the sum of the errors of its halves. Returns the outcome with
   which the integration has to stop, or STATS_CONVERGED if it can continue. */
static stats_outcome bisect(integrand *g, size_t *count, size_t which, bool extrapolating,
                            rounding_signs *signs, double *both) {
  stats_integral *in = g->in;
  const stats_interval whole = in->intervals[which];
  const double middle = 0.5 * whole.a + 0.5 * whole.b;
  stats_interval *left = &in->intervals[which], *right = &in->intervals[(*count)++];
  double size, spread_left, spread_right;
  *left = (stats_interval){whole.a, middle, 0, 0};
  *right = (stats_interval){middle, whole.b, 0, 0};
  gauss_kronrod(evaluate, g, left, &size, &spread_left);
  gauss_kronrod(evaluate, g, right, &size, &spread_right);
  if (!g->finite) return STATS_NOT_FINITE;
  const double value = left->value + right->value, error = left->error + right->error;
  in->value += value - whole.value;
  in->error += error - whole.error;
  *both = error;
  in->location = x_of(g, middle);

  if (spread_left != left->error && spread_right != right->error) {
    if (fabs(whole.value - value) <= 1e-5 * fabs(value) && error >= 0.99 * whole.error)
      ++*(extrapolating ? &signs->unchanged_extrapolating : &signs->unchanged);
    if (*count > 10 && error > whole.error) signs->grown++;
  }
  if (in->error <= allowed(in, in->value)) return STATS_CONVERGED;
  if (fmax(fabs(whole.a), fabs(whole.b)) <=
      (1 + 100 * DBL_EPSILON) * (fabs(middle) + 1000 * DBL_MIN))
    return STATS_SINGULAR;
  if (*count == in->limit) return STATS_LIMIT;
  return signs->unchanged + signs->unchanged_extrapolating >= 10 || signs->grown >= 20
             ? STATS_ROUNDING
             : STATS_CONVERGED;
}

/* Sums the intervals again: updating by differences has accumulated rounding errors. */
static stats_outcome sum_up(stats_integral *in, size_t count, stats_outcome outcome) {
  in->value = in->error = 0;
  for (size_t i = 0; i < count; i++) {
    in->value += in->intervals[i].value;
    in->error += in->intervals[i].error;
  }
  return outcome;
}

/* Chooses the extrapolated limit or the sum of the intervals, whichever has the smaller error.
   `size` is the integral of |f|. */
static stats_outcome choose(stats_integral *in, size_t count, double limit, double limit_error,
                            double size, bool one_sign, stats_outcome outcome) {
  if (outcome != STATS_CONVERGED &&
      (limit != 0 && in->value != 0 ? limit_error / fabs(limit) > in->error / fabs(in->value)
                                    : limit_error > in->error))
    return sum_up(in, count, outcome);
  const double ratio = limit / in->value;
  const bool cancels = !one_sign && fmax(fabs(limit), fabs(in->value)) <= 0.01 * size;
  if (!cancels && in->value != 0 && (ratio < 0.01 || ratio > 100 || in->error > fabs(in->value)))
    outcome = STATS_DIVERGENT;
  in->value = limit;
  in->error = limit_error;
  return outcome;
}

/* Bisects intervals, the worst first, until the sum of all errors is small enough or the limit is
   known. `size` is the integral of |f|. one_sign: f does not change its sign. */
static stats_outcome refine(integrand *g, double size, bool one_sign) {
  stats_integral *in = g->in;
  rounding_signs signs = {0, 0, 0};
  epsilon_table sequence = {{0}, 0, {0}, 0};
  /* Wider intervals are bisected before the next element of the sequence is computed. */
  double narrow = 0.375 * (in->intervals[0].b - in->intervals[0].a);
  double error_of_wide = 0, goal = 0, correction = 0, error, both;
  double limit = epsilon_limit(&sequence, in->value, &error), limit_error = HUGE_VAL;
  bool extrapolating = false, given_up = false, noisy = false;
  stats_outcome outcome = STATS_CONVERGED;
  size_t count = 1, which = 0;
  for (int idle = 0;;) {
    const stats_interval bisected = in->intervals[which];
    outcome = bisect(g, &count, which, extrapolating, &signs, &both);
    if (outcome == STATS_NOT_FINITE) return outcome;
    if (!isfinite(in->error)) return STATS_SINGULAR;
    if (in->error <= allowed(in, in->value)) return sum_up(in, count, STATS_CONVERGED);
    if (outcome != STATS_CONVERGED) break;
    noisy = noisy || signs.unchanged_extrapolating >= 5;
    which = worst_of(in->intervals, count, 0);
    if (count == 2) {
      error_of_wide = in->error;
      goal = allowed(in, in->value);
      epsilon_limit(&sequence, in->value, &error);
      continue;
    }
    if (given_up) continue;

    /* The sequence is regular if its elements differ only in their narrow intervals. So wide
       intervals are bisected first, as long as their error matters. */
    error_of_wide -= bisected.error;
    if (0.5 * (bisected.b - bisected.a) > narrow) error_of_wide += both;
    if (!extrapolating && in->intervals[which].b - in->intervals[which].a > narrow) continue;
    extrapolating = true;
    const size_t wide = worst_of(in->intervals, count, narrow);
    if (!noisy && error_of_wide > goal && wide < count) {
      which = wide;
      continue;
    }

    const double next = epsilon_limit(&sequence, in->value, &error);
    const bool stuck = ++idle > 5 && limit_error < 1e-3 * in->error;
    if (error < limit_error) {
      idle = 0;
      limit = next;
      limit_error = error;
      correction = error_of_wide;
      goal = allowed(in, limit);
      if (limit_error <= goal) break;
    }
    /* QUADPACK stops here if extrapolation is stuck. This function continues to bisect, which finds
       narrow peaks of regular functions. */
    given_up = stuck || sequence.count <= 1;
    extrapolating = false;
    narrow *= 0.5;
    error_of_wide = in->error;
  }
  if (limit_error == HUGE_VAL) return sum_up(in, count, outcome);
  if (noisy) limit_error += correction;
  if (outcome == STATS_CONVERGED && limit_error > allowed(in, limit)) outcome = STATS_ROUNDING;
  return choose(in, count, limit, limit_error, size, one_sign, outcome);
}

stats_outcome stats_integrate(const stats_callback *f, stats_integral *in) {
  integrand g = {f, FINITE, 0, 1, in, true};
  stats_interval *whole = in->intervals;
  double size, spread;
  *whole = (stats_interval){in->a, in->b, 0, 0};
  if (isinf(in->a) || isinf(in->b)) {
    g.range = isinf(in->a) && isinf(in->b) ? DOUBLY_INFINITE : HALF_INFINITE;
    g.side = isinf(in->b) ? 1 : -1;
    g.start = g.range == DOUBLY_INFINITE ? 0 : isinf(in->b) ? in->a : in->b;
    *whole = (stats_interval){0, 1, 0, 0};
  }
  in->value = in->error = in->location = 0;
  in->evaluations = 0;
  if (in->a >= in->b)
    return STATS_CONVERGED; /* the integral is 0, also from infinity to infinity */
  gauss_kronrod(evaluate, &g, whole, &size, &spread);
  in->value = whole->value;
  in->error = whole->error;
  if (!g.finite) return STATS_NOT_FINITE;
  in->location = x_of(&g, 0.5 * whole->a + 0.5 * whole->b);
  if (!isfinite(in->error)) return STATS_SINGULAR;
  const double bound = allowed(in, in->value);
  /* An error as large as the spread may be small by chance. */
  if (in->error <= bound && (in->error != spread || in->error == 0)) return STATS_CONVERGED;
  if (in->error > bound && in->error <= 100 * DBL_EPSILON * size) return STATS_ROUNDING;
  if (in->limit == 1) return STATS_LIMIT;
  return refine(&g, size, fabs(in->value) >= (1 - 50 * DBL_EPSILON) * size);
}
