/* table.c: lists the tables that this CPU can run, the fastest first. */
#include "table.h"

#include "kernels/kernels.h"

size_t fastmath_tables(const fastmath_api *tables[FASTMATH_MAX_TABLES]) {
  size_t count = 0;
#define ADD_TABLE(instruction_set)                                                                 \
  if (cpu_has_##instruction_set()) tables[count++] = &instruction_set##_table;
  INSTRUCTION_SETS(ADD_TABLE)
  return count;
}
