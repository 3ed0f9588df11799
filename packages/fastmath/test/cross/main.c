/* main.c: calls every kernel of every variant and compares its results with those of the scalar
   kernel, bit by bit. It does not need Node, so it runs on every machine for which there is a C
   compiler, or in an emulator.

   Prints a line for each kernel and variant, with a hash of all results, which is the same on every
   machine. Exits with 1 if anything differs. An argument selects one kernel; "wrong" selects
   the deliberately wrong kernels of wrong.h instead of the variants. */
#if !defined(__APPLE__)
#define _GNU_SOURCE /* sigaction, siglongjmp */
#endif

#include "arrays.h"
#include "inputs.h"
#include "wrong.h"

#include "../../native/table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef _WIN32
#include <setjmp.h>
#include <signal.h>
#endif

enum { SHORT_NS = 132, LONG_NS = 10, LENGTHS = SHORT_NS + LONG_NS };
static const size_t long_ns[LONG_NS] = {255,  256,  257,  1023, 1024,
                                        1025, 8191, 8192, 8193, MAX_LENGTH};

static size_t length(size_t i) { return i < SHORT_NS ? i : long_ns[i - SHORT_NS]; }

static const char *const place_names[PLACES] = {"offset 0", "offset 1", "offset 2",
                                                "offset 3", "offset 4", "offset 5",
                                                "offset 6", "offset 7", "the end of a page"};

/* Returns the next place: with `all`, all nine in turn; otherwise three of them. */
static size_t next_place(size_t place, bool all, size_t n) {
  if (all || place >= OFFSETS - 1) return place + 1;
  return place == 0 ? 1 + n % (OFFSETS - 1) : OFFSETS;
}

#ifdef _WIN32

/* Windows has no signals for faults: a fault ends the program, and the exit code is not 0. */
static bool catch_faults(void) { return true; }
#define RETURNS_FROM_FAULT() false

#else

static sigjmp_buf before_call;

static void leave_call(int signal) { siglongjmp(before_call, signal); }

static bool catch_faults(void) {
  struct sigaction leave = {.sa_handler = leave_call, .sa_flags = SA_NODEFER};
  return sigaction(SIGSEGV, &leave, NULL) == 0 && sigaction(SIGBUS, &leave, NULL) == 0;
}

/* Marks a place to which a fault returns, with true. */
#define RETURNS_FROM_FAULT() (sigsetjmp(before_call, 0) != 0)

#endif

/* Calls a kernel with the arrays. Returns what is wrong, or NULL. */
static const char *fault_of(const fastmath_api *math, enum kernel kernel, size_t n,
                            const arrays *all, const char *expected) {
  void *const outputs[] = {all->at[2], all->at[3], all->at[4], all->at[5], all->at[6]};
  if (RETURNS_FROM_FAULT()) return "accesses memory outside of its arrays";
  call_on(math, kernel, n, all->at[0], all->at[1], outputs);
  if (!canaries_intact(all)) return "writes outside of its arrays";
  return expected == NULL || are_same(all, expected) ? NULL : "differs from scalar";
}

/* Converts the inputs to floats, ascending indices or sorted values, if the kernel takes those. */
static void convert(enum kernel kernel, const fastmath_api *scalar, double *x, double *y, size_t n,
                    bool same_index) {
  const int traits = kernel_traits[kernel];
  for (size_t i = 0; i < n; i++) {
    const float narrow = (float)x[i];
    const size_t index = same_index ? n / 2 : i;
    if ((traits & X_IS_FLOAT) != 0) memcpy((char *)x + i * sizeof(narrow), &narrow, sizeof(narrow));
    if ((traits & Y_IS_INDICES) != 0) memcpy(&y[i], &index, sizeof(index));
  }
  if ((traits & X_IS_SORTED) != 0) scalar->sort(x, n);
}

/* Whether two tables have the same kernel. The functions of a table are in the order of the
   enum. */
static bool is_shared(enum kernel kernel, const fastmath_api *math, const fastmath_api *other) {
  const size_t at = offsetof(fastmath_api, sum) + (size_t)kernel * sizeof(math->sum);
  return memcmp((const char *)math + at, (const char *)other + at, sizeof(math->sum)) == 0;
}

static bool keeps_the_environment(enum kernel kernel, const fastmath_api *math) {
  static const size_t ns[] = {0, 1, 7, 64, 200, 8193};
  for (size_t i = 0; i < sizeof(ns) / sizeof(ns[0]); i++) {
    const call what = {math, kernel, ns[i], PAGE_START, 0, 1};
    if (!keeps_environment(&what)) return false;
  }
  return true;
}

/* Compares one kernel for all data, and prints its line of output. */
static bool is_right(enum kernel kernel, const fastmath_api *math, const fastmath_api *scalar,
                     arrays *all) {
  static double x[MAX_LENGTH], y[MAX_LENGTH];
  static char expected[MAX_BYTES];
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  size_t calls = 0;
  for (size_t of = 0; of < KINDS; of++)
    for (size_t l = 0; l < LENGTHS; l++) {
      const size_t n = length(l);
      if (n > 8000 && (of + l) % 3 != 0) continue; /* slow */
      make_inputs(&kinds[of], x, n, 2 * l);
      make_inputs(&kinds[of], y, n, 2 * l + 1);
      convert(kernel, scalar, x, y, n, l % 2 == 1);
      lay_out(all, kernel, n, 0, x, y);
      const char *fault = fault_of(scalar, kernel, n, all, NULL);
      copy_all(all, expected);
      hash = add_to_hash(hash, all);
      const bool all_places = n < SHORT_NS && math != scalar;
      for (size_t place = 0; place < PLACES; calls++, place = next_place(place, all_places, n)) {
        lay_out(all, kernel, n, place, x, y);
        if (fault == NULL) fault = fault_of(math, kernel, n, all, expected);
        if (fault == NULL) continue;
        printf("%s %s: %s, with %s, n = %zu, at %s\n", kernel_names[kernel], math->variant, fault,
               kinds[of].name, n, place_names[place]);
        return false;
      }
    }
  if (!keeps_the_environment(kernel, math)) {
    printf("%s %s: changes the floating-point environment\n", kernel_names[kernel], math->variant);
    return false;
  }
  printf("%s %s: as scalar in %zu calls, %016" PRIx64 "\n", kernel_names[kernel], math->variant,
         calls, hash);
  return true;
}

int main(int argc, char **argv) {
  const fastmath_api *variants[FASTMATH_MAX_TABLES];
  size_t count = fastmath_tables(variants);
  const fastmath_api *const scalar = variants[count - 1];
  const fastmath_api wrong = wrong_table(scalar);
  const char *only = argc > 1 ? argv[1] : NULL;
  if (only != NULL && strcmp(only, "wrong") == 0) {
    variants[0] = &wrong;
    count = 1;
    only = NULL;
  }
  if (!catch_faults()) return 2;
  static arrays all;
  allocate_arrays(&all);
  bool right = true;
  for (int k = 0; k < KERNEL_COUNT; k++)
    for (size_t v = 0; v < count; v++) {
      const enum kernel kernel = (enum kernel)k;
      if (only != NULL && strcmp(only, kernel_names[kernel]) != 0) continue;
      if (variants[v] == scalar || !is_shared(kernel, variants[v], scalar))
        right = is_right(kernel, variants[v], scalar, &all) && right;
      else printf("%s %s: the kernel of scalar\n", kernel_names[kernel], variants[v]->variant);
    }
  return right ? 0 : 1;
}
