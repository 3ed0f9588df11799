/* loops.h: calls made many times over, one function for each way and each callee. */
#ifndef BENCHMARKS_LOOPS_H
#define BENCHMARKS_LOOPS_H

#include <benchmarks/benchmarks.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The callees as pointers, of whatever image. */
typedef struct callees {
  benchmarks_empty_fn *empty;
  benchmarks_add_fn *add;
  benchmarks_dot_fn *dot;
} callees;

/* What a loop calls with: the vectors of dot, and how many times. */
typedef struct load {
  const double *x, *y;
  size_t n;
  int64_t count;
} load;

/* The callees in this image. */
extern const callees local_callees;

typedef double loop(const load *work);

/* No call; a call of another file; of a pointer; of a table's entry. Each gives the last result. */
loop inlined_empty, inlined_add, inlined_dot;
loop direct_empty, direct_add, direct_dot;
double pointer_empty(const callees *to, const load *work);
double pointer_add(const callees *to, const load *work);
double pointer_dot(const callees *to, const load *work);
double capsule_empty(const benchmarks_api *bench, const load *work);
double capsule_add(const benchmarks_api *bench, const load *work);
double capsule_dot(const benchmarks_api *bench, const load *work);

#ifdef __cplusplus
}
#endif

#endif
