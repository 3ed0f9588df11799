/* inputs.h: data for the kernels, the same on every machine: made of integers, and of operations
   that are exact. */
#ifndef CROSS_INPUTS_H
#define CROSS_INPUTS_H

#include <stddef.h>
#include <stdint.h>

typedef struct kind {
  const char *name;
  double (*next)(uint64_t *state);
} kind;

enum { KINDS = 12 };
extern const kind kinds[KINDS];

/* Makes n values of a kind, which depend on the seed. */
void make_inputs(const kind *of, double *values, size_t n, uint64_t seed);

#endif
