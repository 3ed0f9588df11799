/* loops.c: implements loops.h. Each loop is a separate function that CMakeLists.txt aligns, so that
   the placement of code does not decide which way is faster.

   Pointers are volatile: each call loads them again, so that no compiler hoists the load out of the
   loop, resolves the pointer or inlines the callee. Results feed the next call, or are volatile, so
   that no call can be removed. */
#include "loops.h"

#include "bodies.h"

/* Emits no code, but keeps the compiler from removing an otherwise empty loop. */
#ifdef _MSC_VER
#include <intrin.h>
#define KEEP_LOOP() _ReadWriteBarrier()
#else
#define KEEP_LOOP() __asm__ volatile("")
#endif

const callees local_callees = {local_empty, local_add, local_dot};

double inlined_empty(const workload *work) {
  for (int64_t i = 0; i < work->count; i++) KEEP_LOOP();
  return 0;
}

double inlined_add(const workload *work) {
  volatile double one = 1;
  double value = 0;
  for (int64_t i = 0; i < work->count; i++) value = add_body(value, one);
  return value;
}

double inlined_dot(const workload *work) {
  const double *volatile x = work->x;
  double value = 0;
  for (int64_t i = 0; i < work->count; i++) value = dot_body(x, work->y, work->n);
  return value;
}

double direct_empty(const workload *work) {
  for (int64_t i = 0; i < work->count; i++) local_empty();
  return 0;
}

double direct_add(const workload *work) {
  double value = 0;
  for (int64_t i = 0; i < work->count; i++) value = local_add(value, 1);
  return value;
}

double direct_dot(const workload *work) {
  double value = 0;
  for (int64_t i = 0; i < work->count; i++) value = local_dot(work->x, work->y, work->n);
  return value;
}

double pointer_empty(const callees *to, const workload *work) {
  benchmarks_empty_fn *volatile empty = to->empty;
  for (int64_t i = 0; i < work->count; i++) empty();
  return 0;
}

double pointer_add(const callees *to, const workload *work) {
  benchmarks_add_fn *volatile add = to->add;
  double value = 0;
  for (int64_t i = 0; i < work->count; i++) value = add(value, 1);
  return value;
}

double pointer_dot(const callees *to, const workload *work) {
  benchmarks_dot_fn *volatile dot = to->dot;
  double value = 0;
  for (int64_t i = 0; i < work->count; i++) value = dot(work->x, work->y, work->n);
  return value;
}

double capsule_empty(const benchmarks_api *bench, const workload *work) {
  const benchmarks_api *volatile table = bench;
  for (int64_t i = 0; i < work->count; i++) table->empty();
  return 0;
}

double capsule_add(const benchmarks_api *bench, const workload *work) {
  const benchmarks_api *volatile table = bench;
  double value = 0;
  for (int64_t i = 0; i < work->count; i++) value = table->add(value, 1);
  return value;
}

double capsule_dot(const benchmarks_api *bench, const workload *work) {
  const benchmarks_api *volatile table = bench;
  double value = 0;
  for (int64_t i = 0; i < work->count; i++) value = table->dot(work->x, work->y, work->n);
  return value;
}
