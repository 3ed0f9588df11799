/* loops.c: see loops.h. Every loop is a function of its own, and CMakeLists.txt has it aligned: where
   code happens to lie must not decide which way looks faster.

   Pointers are volatile: each call loads them anew, so that no compiler hoists the load out of the
   loop, resolves the pointer or inlines what is behind it. Results feed the next call, or are
   volatile, so that no call can be left out. */
#include "loops.h"

#include "bodies.h"
#include "local.h"

/* No code, but a reason not to remove a loop that does nothing else. */
#ifdef _MSC_VER
#include <intrin.h>
#define KEEP_LOOP() _ReadWriteBarrier()
#else
#define KEEP_LOOP() __asm__ volatile("")
#endif

const callees local_callees = {local_empty, local_add, local_dot};

double inlined_empty(const load *work) {
  for (int64_t i = 0; i < work->count; i++) KEEP_LOOP();
  return 0;
}

double inlined_add(const load *work) {
  volatile double one = 1;
  double value = 0;
  for (int64_t i = 0; i < work->count; i++) value = add_body(value, one);
  return value;
}

double inlined_dot(const load *work) {
  const double *volatile x = work->x;
  double value = 0;
  for (int64_t i = 0; i < work->count; i++) value = dot_body(x, work->y, work->n);
  return value;
}

double direct_empty(const load *work) {
  for (int64_t i = 0; i < work->count; i++) local_empty();
  return 0;
}

double direct_add(const load *work) {
  double value = 0;
  for (int64_t i = 0; i < work->count; i++) value = local_add(value, 1);
  return value;
}

double direct_dot(const load *work) {
  double value = 0;
  for (int64_t i = 0; i < work->count; i++) value = local_dot(work->x, work->y, work->n);
  return value;
}

double pointer_empty(const callees *to, const load *work) {
  benchmarks_empty_fn *volatile empty = to->empty;
  for (int64_t i = 0; i < work->count; i++) empty();
  return 0;
}

double pointer_add(const callees *to, const load *work) {
  benchmarks_add_fn *volatile add = to->add;
  double value = 0;
  for (int64_t i = 0; i < work->count; i++) value = add(value, 1);
  return value;
}

double pointer_dot(const callees *to, const load *work) {
  benchmarks_dot_fn *volatile dot = to->dot;
  double value = 0;
  for (int64_t i = 0; i < work->count; i++) value = dot(work->x, work->y, work->n);
  return value;
}

double capsule_empty(const benchmarks_api *bench, const load *work) {
  const benchmarks_api *volatile table = bench;
  for (int64_t i = 0; i < work->count; i++) table->empty();
  return 0;
}

double capsule_add(const benchmarks_api *bench, const load *work) {
  const benchmarks_api *volatile table = bench;
  double value = 0;
  for (int64_t i = 0; i < work->count; i++) value = table->add(value, 1);
  return value;
}

double capsule_dot(const benchmarks_api *bench, const load *work) {
  const benchmarks_api *volatile table = bench;
  double value = 0;
  for (int64_t i = 0; i < work->count; i++) value = table->dot(work->x, work->y, work->n);
  return value;
}
