/* arrays.h: what a call takes, in places where no slip goes unseen: canaries on both sides, and
   unreadable pages behind those. */
#ifndef CROSS_ARRAYS_H
#define CROSS_ARRAYS_H

#include "../forge/calls.h"

/* x, y and five outputs: see call_on. */
enum { ARRAYS = 7, INPUTS = 2 };

/* Eight offsets from where the pages begin, each array another, and one directly before their end. */
enum { OFFSETS = 8, PLACES = OFFSETS + 1 };

enum { LONGEST = 16385, MOST_WORDS = 3 * LONGEST + 20 };

typedef struct arrays {
  char *room[ARRAYS], *at[ARRAYS];
  size_t bytes[ARRAYS];
} arrays;

void take_room(arrays *all);

/* Puts the arrays of a kernel into a place: x and y as given, outputs zeroed, canaries around. */
void lay_out(arrays *all, enum kernel kernel, size_t n, size_t place, const void *x, const void *y);

/* Whether all canaries are as they were. */
bool canaries_live(const arrays *all);

/* All arrays as words of 8 bytes, where any NaN is one. Gives how many; the most are MOST_WORDS. */
size_t take_words(const arrays *all, uint64_t *words);

#endif
