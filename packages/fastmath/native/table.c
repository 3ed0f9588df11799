/* table.c: fills the tables. Designated initialisers are C and not C++17, so this is a C file. */
#include "table.h"

#include "kernels.h"

static const fastmath_api fastmath_scalar = {
    FASTMATH_HEAD,
    .variant = "scalar",
    .sum = sum_scalar,
    .dot = dot_scalar,
};

const fastmath_api *const *fastmath_tables(void) {
  static const fastmath_api *const tables[] = {&fastmath_scalar, NULL};
  return tables;
}
