/* arrays.h: what a call takes, in places where no slip goes unseen: canaries on both sides, and
   unreadable pages behind those. */
#ifndef CROSS_ARRAYS_H
#define CROSS_ARRAYS_H

#include "../forge/calls.h"

/* x, y and five outputs: see call_on. */
enum { ARRAYS = 7, INPUTS = 2 };

/* Eight offsets from where the pages begin, each array another, and one directly before their end. */
enum { OFFSETS = 8, PLACES = OFFSETS + 1 };

enum { LONGEST = 16385, MOST_BYTES = 3 * 8 * LONGEST + 200 };

typedef struct arrays {
  char *room[ARRAYS], *at[ARRAYS];
  size_t bytes[ARRAYS];
} arrays;

void take_room(arrays *all);

/* Puts the arrays of a kernel into a place: x and y as given, outputs zeroed, canaries around. */
void lay_out(arrays *all, enum kernel kernel, size_t n, size_t place, const void *x, const void *y);

/* Whether all canaries are as they were. */
bool canaries_live(const arrays *all);

/* Keeps what the arrays hold; MOST_BYTES are enough. */
void copy_all(const arrays *all, char *copy);

/* Whether they hold the same bits as a copy does, where any NaN is any other. */
bool are_same(const arrays *all, const char *copy);

/* Adds the bits to a hash (FNV-1a), where any NaN is any other. */
uint64_t add_to_hash(uint64_t hash, const arrays *all);

#endif
