/* kronrod.h: one part of a range, integrated by the 21 points of Kronrod, and by the 10 of Gauss among
   them: their difference tells the error. */
#ifndef STATS_KRONROD_H
#define STATS_KRONROD_H

#include "callback.h"

/* Fills in the value and the error of a part.

     f        what is integrated; gets the context
     size     becomes the integral of |f|: some roundings of it are the least error there can be
     spread   becomes the integral of |f - mean|: an error as large says that nothing is known yet */
void kronrod(double (*f)(void *context, double x), void *context, stats_part *part, double *size,
             double *spread);

#endif
