/* arrays.h: the arrays of a call, with canaries on both sides and unreadable pages beyond those. */
#ifndef CROSS_ARRAYS_H
#define CROSS_ARRAYS_H

#include "../forge/calls.h"

/* x, y and five outputs: see call_on. */
enum { ARRAYS = 7, INPUTS = 2 };

/* The places of an array: eight offsets from the start of its pages, and directly before their end.
   In one place, the arrays of a call have different offsets. */
enum { OFFSETS = 8, PLACES = OFFSETS + 1 };

enum { MAX_LENGTH = 16385, MAX_BYTES = 3 * 8 * MAX_LENGTH + 200 };

typedef struct arrays {
  char *memory[ARRAYS], *at[ARRAYS];
  size_t bytes[ARRAYS];
} arrays;

void allocate_arrays(arrays *all);

/* Puts the arrays of a kernel into a place: copies x and y, clears outputs, and writes canaries
   around each array. */
void lay_out(arrays *all, enum kernel kernel, size_t n, size_t place, const void *x, const void *y);

/* Whether no canary has changed. */
bool canaries_intact(const arrays *all);

/* Copies the content of the arrays, at most MAX_BYTES. */
void copy_all(const arrays *all, char *copy);

/* Whether the arrays have the same bits as a copy. All NaN count as the same. */
bool are_same(const arrays *all, const char *copy);

/* Adds the bits of the arrays to a hash (FNV-1a). All NaN count as the same. */
uint64_t add_to_hash(uint64_t hash, const arrays *all);

#endif
