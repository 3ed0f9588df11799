/* arrays.h: the arrays of a call, with canaries on both sides and unreadable pages behind those. */
#ifndef CROSS_ARRAYS_H
#define CROSS_ARRAYS_H

#include "../forge/calls.h"

/* x, y and five outputs: see call_on. */
enum { ARRAYS = 7, INPUTS = 2 };

/* Eight offsets from the start of the pages, another for each array, and one directly before their
   end. */
enum { OFFSETS = 8, PLACES = OFFSETS + 1 };

enum { MAX_LENGTH = 16385, MAX_BYTES = 3 * 8 * MAX_LENGTH + 200 };

typedef struct arrays {
  char *room[ARRAYS], *at[ARRAYS];
  size_t bytes[ARRAYS];
} arrays;

void take_room(arrays *all);

/* Puts the arrays of a kernel into a place: x and y as given, outputs zeroed, canaries around. */
void lay_out(arrays *all, enum kernel kernel, size_t n, size_t place, const void *x, const void *y);

/* Whether no canary has changed. */
bool canaries_intact(const arrays *all);

/* Copies the content of the arrays: MAX_BYTES at most. */
void copy_all(const arrays *all, char *copy);

/* Whether the arrays have the same bits as a copy; every NaN counts as the same. */
bool are_same(const arrays *all, const char *copy);

/* Adds the bits to a hash (FNV-1a); every NaN counts as the same. */
uint64_t add_to_hash(uint64_t hash, const arrays *all);

#endif
