/* table.h: the tables, one for each instruction set. All are constant. */
#ifndef FASTMATH_TABLE_H
#define FASTMATH_TABLE_H

#include "simd/cpu.h"

#include <fastmath/fastmath.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How many tables one CPU can run at most. */
#define COUNT_TABLE(instruction_set) +1
enum { FASTMATH_MAX_TABLES = INSTRUCTION_SETS(COUNT_TABLE) };
#undef COUNT_TABLE

/* Fills in the tables that this CPU can run, the fastest first.

   Returns   the number of tables */
size_t fastmath_tables(const fastmath_api *tables[FASTMATH_MAX_TABLES]);

#ifdef __cplusplus
}
#endif

#endif
