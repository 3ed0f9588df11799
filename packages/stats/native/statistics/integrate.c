/* integrate.c: adaptive quadrature, after QAGS and QAGI of QUADPACK (R. Piessens, E. de
   Doncker-Kapenga, C. W. Ueberhuber, D. K. Kahaner: QUADPACK, Springer 1983).

   The part of the range with the largest error is halved, until the sum of all errors is small
   enough. Near a singularity that goes slowly, but regularly: the values of the whole, each with
   parts half as wide as before, are a sequence whose limit is extrapolated. */
#include "epsilon.h"
#include "gauss_kronrod.h"

#include <float.h>
#include <math.h>

/* What is integrated, over t: f itself, or what an infinite range becomes by x = start + side *
   (1 - t) / t with t from 0 to 1. */
typedef struct integrand {
  const stats_supplied *f;
  enum { FINITE, HALF_INFINITE, INFINITE } range;
  double start, side;
  stats_integral *in; /* counts, and notes where f is not finite */
  bool finite;
} integrand;

static double call(integrand *g, double x) {
  const stats_supplied *f = g->f;
  const double y = f->takes_context ? ((double (*)(double, void *))f->function)(x, f->context)
                                    : ((double (*)(double))f->function)(x);
  g->in->evaluations++;
  if (!isfinite(y) && g->finite) {
    g->finite = false;
    g->in->where = x;
  }
  return y;
}

static double x_of(const integrand *g, double t) {
  return g->range == FINITE ? t : g->start + g->side * ((1 - t) / t);
}

static double at(void *context, double t) {
  integrand *g = (integrand *)context;
  const double x = x_of(g, t);
  double y = call(g, x);
  if (g->range == INFINITE) y += call(g, -x);
  return g->range == FINITE ? y : y / t / t; /* t * t could vanish */
}

static double allowed(const stats_integral *in, double value) {
  return fmax(in->epsabs, in->epsrel * fabs(value));
}

/* The part with the largest error among those that are wider than something; `count` where there is
   none. Looking at all of them costs less than one evaluation of f for each. */
static size_t worst_of(const stats_part *parts, size_t count, double wider) {
  size_t worst = count;
  for (size_t i = 0; i < count; i++)
    if (parts[i].b - parts[i].a > wider && (worst == count || parts[i].error > parts[worst].error))
      worst = i;
  return worst;
}

/* Signs that rounding is all that is left of the error, as QUADPACK counts them. */
typedef struct rounding {
  int unchanged, unchanged_extrapolating, grown;
} rounding;

/* Halves a part; `both` becomes the error of its halves. Gives how that ends the search, or
   STATS_CONVERGED when it does not. */
static stats_ending halve(integrand *g, size_t *count, size_t which, bool extrapolating,
                          rounding *signs, double *both) {
  stats_integral *in = g->in;
  const stats_part whole = in->parts[which];
  const double middle = 0.5 * whole.a + 0.5 * whole.b;
  stats_part *left = &in->parts[which], *right = &in->parts[(*count)++];
  double size, spread_left, spread_right;
  *left = (stats_part){whole.a, middle, 0, 0};
  *right = (stats_part){middle, whole.b, 0, 0};
  kronrod(at, g, left, &size, &spread_left);
  kronrod(at, g, right, &size, &spread_right);
  if (!g->finite) return STATS_NOT_FINITE;
  const double value = left->value + right->value, error = left->error + right->error;
  in->value += value - whole.value;
  in->error += error - whole.error;
  *both = error;
  in->where = x_of(g, middle);

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

/* Adds up the parts anew: differences have left their roundings in the sums. */
static stats_ending sum_up(stats_integral *in, size_t count, stats_ending ending) {
  in->value = in->error = 0;
  for (size_t i = 0; i < count; i++) {
    in->value += in->parts[i].value;
    in->error += in->parts[i].error;
  }
  return ending;
}

/* Takes the limit or the sum, whichever is better. `size` is the integral of |f|. */
static stats_ending choose(stats_integral *in, size_t count, double limit, double limit_error,
                           double size, bool one_sign, stats_ending ending) {
  if (ending != STATS_CONVERGED &&
      (limit != 0 && in->value != 0 ? limit_error / fabs(limit) > in->error / fabs(in->value)
                                    : limit_error > in->error))
    return sum_up(in, count, ending);
  const double ratio = limit / in->value;
  const bool vanishes = !one_sign && fmax(fabs(limit), fabs(in->value)) <= 0.01 * size;
  if (!vanishes && in->value != 0 && (ratio < 0.01 || ratio > 100 || in->error > fabs(in->value)))
    ending = STATS_DIVERGENT;
  in->value = limit;
  in->error = limit_error;
  return ending;
}

/* Halves parts, the worst first, until the sum of all errors is small enough or the limit is known.
   `size` is the integral of |f|; f has one sign where that is the integral too. */
static stats_ending refine(integrand *g, double size, bool one_sign) {
  stats_integral *in = g->in;
  rounding signs = {0, 0, 0};
  epsilon sequence = {{0}, 0, {0}, 0};
  double narrow = 0.375 * (in->parts[0].b - in->parts[0].a); /* parts no wider make the sequence */
  double error_of_wide = 0, goal = 0, correction = 0, error, both;
  double limit = epsilon_limit(&sequence, in->value, &error), limit_error = HUGE_VAL;
  bool extrapolating = false, given_up = false, noisy = false;
  stats_ending ending = STATS_CONVERGED;
  size_t count = 1, which = 0;
  for (int idle = 0;;) {
    const stats_part halved = in->parts[which];
    ending = halve(g, &count, which, extrapolating, &signs, &both);
    if (ending == STATS_NOT_FINITE) return ending;
    if (!isfinite(in->error)) return STATS_SINGULAR;
    if (in->error <= allowed(in, in->value)) return sum_up(in, count, STATS_CONVERGED);
    if (ending != STATS_CONVERGED) break;
    noisy = noisy || signs.unchanged_extrapolating >= 5;
    which = worst_of(in->parts, count, 0);
    if (count == 2) {
      error_of_wide = in->error;
      goal = allowed(in, in->value);
      epsilon_limit(&sequence, in->value, &error);
      continue;
    }
    if (given_up) continue;

    /* The sequence is regular if its elements differ by their narrow parts alone: as long as the wide
       ones count, they come first. */
    error_of_wide -= halved.error;
    if (0.5 * (halved.b - halved.a) > narrow) error_of_wide += both;
    if (!extrapolating && in->parts[which].b - in->parts[which].a > narrow) continue;
    extrapolating = true;
    const size_t wide = worst_of(in->parts, count, narrow);
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
    /* QUADPACK ends here when it is stuck. Halving goes on: it finds what is narrow, but regular. */
    given_up = stuck || sequence.count <= 1;
    extrapolating = false;
    narrow *= 0.5;
    error_of_wide = in->error;
  }
  if (limit_error == HUGE_VAL) return sum_up(in, count, ending);
  if (noisy) limit_error += correction;
  if (ending == STATS_CONVERGED && limit_error > allowed(in, limit)) ending = STATS_ROUNDING;
  return choose(in, count, limit, limit_error, size, one_sign, ending);
}

stats_ending stats_integrate(const stats_supplied *f, stats_integral *in) {
  integrand g = {f, FINITE, 0, 1, in, true};
  stats_part *whole = in->parts;
  double size, spread;
  *whole = (stats_part){in->a, in->b, 0, 0};
  if (isinf(in->a) || isinf(in->b)) {
    g.range = isinf(in->a) && isinf(in->b) ? INFINITE : HALF_INFINITE;
    g.side = isinf(in->b) ? 1 : -1;
    g.start = g.range == INFINITE ? 0 : isinf(in->b) ? in->a : in->b;
    *whole = (stats_part){0, 1, 0, 0};
  }
  in->value = in->error = in->where = 0;
  in->evaluations = 0;
  if (in->a >= in->b) return STATS_CONVERGED; /* nothing, also from infinity to infinity */
  kronrod(at, &g, whole, &size, &spread);
  in->value = whole->value;
  in->error = whole->error;
  if (!g.finite) return STATS_NOT_FINITE;
  in->where = x_of(&g, 0.5 * whole->a + 0.5 * whole->b);
  if (!isfinite(in->error)) return STATS_SINGULAR;
  const double bound = allowed(in, in->value);
  /* An error that is as large as the spread may be small by chance. */
  if (in->error <= bound && (in->error != spread || in->error == 0)) return STATS_CONVERGED;
  if (in->error > bound && in->error <= 100 * DBL_EPSILON * size) return STATS_ROUNDING;
  if (in->limit == 1) return STATS_LIMIT;
  return refine(&g, size, fabs(in->value) >= (1 - 50 * DBL_EPSILON) * size);
}
