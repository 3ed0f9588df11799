/* main.c: calls every kernel of every variant, and compares what it writes with what the scalar one
   writes, bit by bit. No Node: it runs wherever a C compiler makes programs for, or an emulator.

   Prints a line for each kernel and variant, with a hash of all results, which is the same on every
   machine. Ends with 1 where anything differs. With "wrong" as an argument there is one variant, of
   which wrong.h says what is to be found. */
#if !defined(__APPLE__)
#define _GNU_SOURCE /* sigaction, siglongjmp */
#endif

#include "arrays.h"
#include "inputs.h"
#include "wrong.h"

#include "../../native/table.h"

#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHORT_NS = 132, LONG_NS = 11, LENGTHS = SHORT_NS + LONG_NS };
static const size_t long_ns[LONG_NS] = {255,  256,  257,  1023,  1024,   1025,
                                        8191, 8192, 8193, 16384, LONGEST};

static size_t length(size_t i) { return i < SHORT_NS ? i : long_ns[i - SHORT_NS]; }

typedef struct results {
  uint64_t words[MOST_WORDS];
  size_t count;
} results;

static sigjmp_buf before_call;

static void leave_call(int signal) { siglongjmp(before_call, signal); }

/* Calls a kernel with what has been laid out. Gives what is wrong with it already, or NULL. */
static const char *call_and_look(const fastmath_api *math, enum kernel kernel, size_t n,
                                 const arrays *all, results *to) {
  void *const outputs[] = {all->at[2], all->at[3], all->at[4], all->at[5], all->at[6]};
  if (sigsetjmp(before_call, 1) != 0) return "touches what is not its own";
  call_on(math, kernel, n, all->at[0], all->at[1], outputs);
  to->count = take_words(all, to->words);
  return canaries_live(all) ? NULL : "writes beside its arrays";
}

static const char *compare(const results *found, const results *expected) {
  const bool same = found->count == expected->count &&
                    memcmp(found->words, expected->words, found->count * sizeof(uint64_t)) == 0;
  return same ? NULL : "differs from scalar";
}

/* Makes of any values what a kernel asks for: floats, places in ascending order, sorted ones. */
static void suit(enum kernel kernel, const fastmath_api *scalar, double *x, double *y, size_t n,
                 bool one_place) {
  for (size_t i = 0; i < n; i++) {
    const float narrow = (float)x[i];
    const size_t place = one_place ? n / 2 : i;
    if (kernel == WIDEN_F32) memcpy((char *)x + i * sizeof(narrow), &narrow, sizeof(narrow));
    if (kernel == SELECT) memcpy(&y[i], &place, sizeof(place));
  }
  if (kernel == SEARCH_SORTED) scalar->sort(x, n);
}

static uint64_t add_to_hash(uint64_t hash, const results *these) {
  for (size_t i = 0; i < these->count; i++)
    hash = (hash ^ these->words[i]) * UINT64_C(0x100000001b3);
  return hash;
}

/* One kernel of all variants, with all data. Gives whether all are right. */
static bool look_at(enum kernel kernel, const fastmath_api *const *variants, size_t count,
                    const fastmath_api *scalar, arrays *all) {
  static double x[LONGEST], y[LONGEST];
  static results expected, found;
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  bool right = true, wrong[FASTMATH_MAX_TABLES] = {false};
  size_t calls = 0;
  for (size_t of = 0; of < KINDS; of++)
    for (size_t l = 0; l < LENGTHS; l++, calls += PLACES) {
      const size_t n = length(l);
      make_inputs(&kinds[of], x, n, 2 * l);
      make_inputs(&kinds[of], y, n, 2 * l + 1);
      suit(kernel, scalar, x, y, n, l % 2 == 1);
      lay_out(all, kernel, n, 0, x, y);
      if (call_and_look(scalar, kernel, n, all, &expected) != NULL) expected.count = 0;
      hash = add_to_hash(hash, &expected);
      for (size_t v = 0; v < count; v++)
        for (size_t place = 0; place < PLACES && !wrong[v]; place++) {
          lay_out(all, kernel, n, place, x, y);
          const char *fault = call_and_look(variants[v], kernel, n, all, &found);
          if (fault == NULL) fault = compare(&found, &expected);
          if (fault == NULL) continue;
          printf("%s %s: %s, with %s, n = %zu, at %s %zu\n", kernel_names[kernel],
                 variants[v]->variant, fault, kinds[of].name, n,
                 place < OFFSETS ? "offset" : "the end of a page, place", place);
          wrong[v] = true;
          right = false;
        }
    }
  for (size_t v = 0; v < count; v++)
    if (!wrong[v])
      printf("%s %s: as scalar in %zu calls, %016" PRIx64 "\n", kernel_names[kernel],
             variants[v]->variant, calls, hash);
  return right;
}

int main(int argc, char **argv) {
  const fastmath_api *variants[FASTMATH_MAX_TABLES];
  size_t count = fastmath_tables(variants);
  const fastmath_api *const scalar = variants[count - 1];
  const fastmath_api wrong = wrong_table(scalar);
  if (argc > 1 && strcmp(argv[1], "wrong") == 0) {
    variants[0] = &wrong;
    count = 1;
  }
  struct sigaction leave = {.sa_handler = leave_call};
  if (sigaction(SIGSEGV, &leave, NULL) != 0 || sigaction(SIGBUS, &leave, NULL) != 0) return 2;
  static arrays all;
  take_room(&all);
  bool right = true;
  for (int kernel = 0; kernel < KERNEL_COUNT; kernel++)
    right = look_at((enum kernel)kernel, variants, count, scalar, &all) && right;
  return right ? 0 : 1;
}
