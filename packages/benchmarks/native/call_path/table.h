/* table.h: the producer's table, and its functions by name. */
#ifndef BENCHMARKS_TABLE_H
#define BENCHMARKS_TABLE_H

#include "../exported.h"

#include <benchmarks/benchmarks.h>

#ifdef __cplusplus
extern "C" {
#endif

extern const benchmarks_api benchmarks_table;

EXPORTED void benchmarks_empty(void);
EXPORTED double benchmarks_add(double a, double b);
EXPORTED double benchmarks_dot(const double *x, const double *y, size_t n);

#ifdef __cplusplus
}
#endif

#endif
