/* gauss_kronrod.c: the Gauss-Kronrod rule with 21 points. The points, the weights and the estimate
   of the error are those of QK21 in QUADPACK. */
#include "quadrature.h"

#include <float.h>
#include <math.h>

enum { PAIRS = 10 };
/* In order from the end of the interval to its middle. */
static const double points[PAIRS] = {
    0.995657163025808080735527280689003, 0.973906528517171720077964012084452,
    0.930157491355708226001207180059508, 0.865063366688984510732096688423493,
    0.780817726586416897063717578345042, 0.679409568299024406234327365114874,
    0.562757134668604683339000099272694, 0.433395394129247190799265943165784,
    0.294392862701460198131126603103866, 0.148874338981631210884826001129720};
static const double weights[PAIRS + 1] = {
    0.011694638867371874278064396062192, 0.032558162307964727478818972459390,
    0.054755896574351996031381300244580, 0.075039674810919952767043140916190,
    0.093125454583697605535065465083366, 0.109387158802297641899210590325805,
    0.123491976262065851077958109585166, 0.134709217311473325928054001771707,
    0.142775938577060080797094273138717, 0.147739104901338491374841515972068,
    0.149445554002916905664936468389821};
static const double gauss[PAIRS / 2] = {
    0.066671344308688137593568809893332, 0.149451349150580593145863396957658,
    0.219086362515982043995534934228163, 0.269266719309996355091226921569469,
    0.295524224714752870173815619188769};

void gauss_kronrod(double (*f)(void *, double), void *context, stats_interval *interval,
                   double *size, double *spread) {
  const double centre = 0.5 * interval->a + 0.5 * interval->b,
               half = 0.5 * interval->b - 0.5 * interval->a;
  const double middle = f(context, centre);
  double left[PAIRS], right[PAIRS];
  double by_kronrod = weights[PAIRS] * middle, by_gauss = 0, absolute = fabs(by_kronrod);
  for (int i = 0; i < PAIRS; i++) {
    left[i] = f(context, centre - half * points[i]);
    right[i] = f(context, centre + half * points[i]);
    by_kronrod += weights[i] * (left[i] + right[i]);
    absolute += weights[i] * (fabs(left[i]) + fabs(right[i]));
    if (i % 2 == 1) by_gauss += gauss[i / 2] * (left[i] + right[i]);
  }
  const double mean = by_kronrod * 0.5;
  double deviation = weights[PAIRS] * fabs(middle - mean);
  for (int i = 0; i < PAIRS; i++)
    deviation += weights[i] * (fabs(left[i] - mean) + fabs(right[i] - mean));

  *size = absolute * half;
  *spread = deviation * half;
  interval->value = by_kronrod * half;
  interval->error = fabs((by_kronrod - by_gauss) * half);
  /* The difference is the error of the Gauss rule; in practice the Kronrod rule has a much smaller
     one. */
  if (*spread != 0 && interval->error != 0)
    interval->error = *spread * fmin(1, pow(200 * interval->error / *spread, 1.5));
  if (*size > DBL_MIN / (50 * DBL_EPSILON))
    interval->error = fmax(50 * DBL_EPSILON * *size, interval->error);
}
