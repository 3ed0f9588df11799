/* table.h: the list of the tables, one for each instruction set. The tables are constant. */
#ifndef FASTMATH_TABLE_H
#define FASTMATH_TABLE_H

#include "simd/cpu.h"

#include <fastmath/fastmath.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The maximum number of tables that one CPU can run. */
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
