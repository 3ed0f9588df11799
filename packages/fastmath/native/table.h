/* table.h: the constant tables, one for each variant, and which of them this CPU can run. */
#ifndef FASTMATH_TABLE_H
#define FASTMATH_TABLE_H

#include <fastmath/fastmath.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The tables this CPU can run, the fastest first; then NULL. */
const fastmath_api *const *fastmath_tables(void);

#ifdef __cplusplus
}
#endif

#endif
