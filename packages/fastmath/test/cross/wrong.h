/* wrong.h: kernels that are wrong, each in a way of its own, as scarcely as can be. */
#ifndef CROSS_WRONG_H
#define CROSS_WRONG_H

#include <fastmath/fastmath.h>

/* A table with kernels that are right, but for these:

     sum                wrong in its last bit, where n is 8193
     dot                reads one element too many
     add                writes one element too many
     divide             leaves another rounding mode, where n is 200
     abs                writes to its input, where n is 131
     scale              takes -0 for 0
     moments_weighted   reads one element before its array */
fastmath_api wrong_table(const fastmath_api *right);

#endif
