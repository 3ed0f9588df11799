/* table.c: lists the tables that this CPU can run, the fastest first. */
#include "table.h"

#include "kernels/kernels.h"

size_t fastmath_tables(const fastmath_api *tables[FASTMATH_MAX_TABLES]) {
  size_t count = 0;
#if defined(FASTMATH_X64)
  if (cpu_has_avx512()) tables[count++] = &avx512_table;
  if (cpu_has_avx2()) tables[count++] = &avx2_table;
#elif defined(FASTMATH_ARM64)
  tables[count++] = &neon_table;
#endif
  tables[count++] = &scalar_table;
  return count;
}
