/* wrong.h: kernels with one small error each, which the comparison must detect. */
#ifndef CROSS_WRONG_H
#define CROSS_WRONG_H

#include <fastmath/fastmath.h>

/* Returns a table of correct kernels, except for these:

     sum                wrong in its last bit when n is 8193
     dot                reads one element too many
     add                writes one element too many
     divide             changes the rounding mode when n is 200
     abs                writes to its input when n is 131
     scale              loses the sign of -0
     moments_weighted   reads one element before its array */
fastmath_api wrong_table(const fastmath_api *right);

#endif
