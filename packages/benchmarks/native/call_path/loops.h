/* loops.h: functions that call in a loop, one for each way of calling and each callee. */
#ifndef BENCHMARKS_LOOPS_H
#define BENCHMARKS_LOOPS_H

#include <benchmarks/benchmarks.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Pointers to the callees of one image. */
typedef struct callees {
  benchmarks_empty_fn *empty;
  benchmarks_add_fn *add;
  benchmarks_dot_fn *dot;
} callees;

/* The arguments of a loop: the vectors of dot, and the number of calls. */
typedef struct workload {
  const double *x, *y;
  size_t n;
  int64_t count;
} workload;

/* The callees in this image. */
void local_empty(void);
double local_add(double a, double b);
double local_dot(const double *x, const double *y, size_t n);
extern const callees local_callees;

typedef double loop(const workload *work);

/* The ways are: no call; a call into another file; a call through a pointer; a call through an
   entry of a table. Each loop returns the last result. */
loop inlined_empty, inlined_add, inlined_dot;
loop direct_empty, direct_add, direct_dot;
double pointer_empty(const callees *to, const workload *work);
double pointer_add(const callees *to, const workload *work);
double pointer_dot(const callees *to, const workload *work);
double capsule_empty(const benchmarks_api *bench, const workload *work);
double capsule_add(const benchmarks_api *bench, const workload *work);
double capsule_dot(const benchmarks_api *bench, const workload *work);

#ifdef __cplusplus
}
#endif

#endif
