/* table.h: the tables, one for each instruction set. All are constant. */
#ifndef FASTMATH_TABLE_H
#define FASTMATH_TABLE_H

#include <fastmath/fastmath.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { FASTMATH_MAX_TABLES = 3 }; /* that one CPU can run: on x64 scalar, AVX2 and AVX-512 */

/* Fills in the tables that this CPU can run, the fastest first.

   Returns   the number of tables */
size_t fastmath_tables(const fastmath_api *tables[FASTMATH_MAX_TABLES]);

#ifdef __cplusplus
}
#endif

#endif
