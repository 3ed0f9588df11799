/* table.h: the constant tables, one for each variant. */
#ifndef FASTMATH_TABLE_H
#define FASTMATH_TABLE_H

#include <fastmath/fastmath.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { FASTMATH_MAX_TABLES = 3 };

/* Fills in the tables this CPU can run, the fastest first, and gives their number. */
size_t fastmath_tables(const fastmath_api *tables[FASTMATH_MAX_TABLES]);

#ifdef __cplusplus
}
#endif

#endif
