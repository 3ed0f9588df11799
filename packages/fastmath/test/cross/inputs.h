/* inputs.h: data for the kernels. They are the same on every machine, because they are made from
   integers by exact operations. */
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

/* Fills `values` with n values of a kind. The same seed makes the same values. */
void make_inputs(const kind *of, double *values, size_t n, uint64_t seed);

#endif
