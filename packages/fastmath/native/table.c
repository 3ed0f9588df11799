/* table.c: fills the tables, and says which of them this CPU can run. Designated initialisers are
   C and not C++17, so this is a C file. */
#include "table.h"

#include "kernels/shared.h"

#ifdef FASTMATH_HAS_AVX2
#include "simd/cpu.h"
#endif

static const fastmath_api fastmath_scalar = {FASTMATH_HEAD, .variant = "scalar", KERNELS(scalar)};

#ifdef FASTMATH_HAS_AVX512
static const fastmath_api fastmath_avx512 = {FASTMATH_HEAD, .variant = "avx512", KERNELS(avx512)};
#endif

#ifdef FASTMATH_HAS_AVX2
static const fastmath_api fastmath_avx2 = {FASTMATH_HEAD, .variant = "avx2", KERNELS(avx2)};
#endif

#ifdef FASTMATH_HAS_NEON
static const fastmath_api fastmath_neon = {FASTMATH_HEAD, .variant = "neon", KERNELS(neon)};
#endif

size_t fastmath_tables(const fastmath_api *tables[FASTMATH_MAX_TABLES]) {
  size_t count = 0;
#ifdef FASTMATH_HAS_AVX512
  if (cpu_has_avx512()) tables[count++] = &fastmath_avx512;
#endif
#ifdef FASTMATH_HAS_AVX2
  if (cpu_has_avx2()) tables[count++] = &fastmath_avx2;
#endif
#ifdef FASTMATH_HAS_NEON
  tables[count++] = &fastmath_neon; /* part of every arm64 */
#endif
  tables[count++] = &fastmath_scalar;
  return count;
}
