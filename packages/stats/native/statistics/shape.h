/* shape.h: what the third and the fourth power of deviations say. */
#ifndef STATS_SHAPE_H
#define STATS_SHAPE_H

#include <fastmath/fastmath.h>

/* g1 = m3 / m2^1.5, where mk = Mk / n; NaN where m2 is 0. Independent of any scale. */
double skewness_of(const fastmath_moments *m);

/* g2 = m4 / m2^2 - 3, likewise. */
double kurtosis_of(const fastmath_moments *m);

#endif
