/* distributions.h: numbers of several distributions, drawn from any generator. There is nothing to
   link.

     capsule_envelope *held = bitgen_open(env, value);
     if (held == NULL) return NULL;
     const bitgen_instance gen = bitgen_of(held);
     for (size_t i = 0; i < n; i++) out[i] = bitgen_normal(gen);
     capsule_release(held);

   The algorithms and the order in which they draw are those of NumPy's Generator: a generator in
   the same state gives the same numbers. Only the normal distribution calls the C library (log1p,
   exp), in 1 of 80 draws; other libraries may differ there in the last bit.

   Thread: one call at a time for each generator. */
#ifndef BITGEN_DISTRIBUTIONS_H
#define BITGEN_DISTRIBUTIONS_H

#include <bitgen/bitgen.h>
#include <bitgen/multiply.h>
#include <bitgen/ziggurat.h>
#include <math.h>

/* A number of the interval [0, 1). */
static inline double bitgen_uniform(bitgen_instance gen) { return gen.api->next_double(gen.state); }

/* A number beyond the end of the lowest layer (Marsaglia 1964). */
static inline double bitgen_normal_tail(bitgen_instance gen) {
  for (;;) {
    const double x = -BITGEN_ZIGGURAT_INVERSE_R * log1p(-bitgen_uniform(gen));
    const double y = -log1p(-bitgen_uniform(gen));
    if (y + y > x * x) return BITGEN_ZIGGURAT_R + x;
  }
}

/* A number of the normal distribution with mean 0 and standard deviation 1. */
static inline double bitgen_normal(bitgen_instance gen) {
  const bitgen_ziggurat_layer *const layers = bitgen_ziggurat();
  for (;;) {
    const uint64_t bits = gen.api->next_u64(gen.state);
    const bitgen_ziggurat_layer *const layer = &layers[bits & 255];
    const uint64_t position = (bits >> 9) & ((UINT64_C(1) << 52) - 1);
    const double distance = (double)position * layer->width;
    const double x = ((bits >> 8) & 1) != 0 ? -distance : distance;
    if (position < layer->inside) return x; /* 98.8 % of the draws */
    if (layer == layers) {
      const double tail = bitgen_normal_tail(gen);
      return ((position >> 8) & 1) != 0 ? -tail : tail;
    }
    if ((layer[-1].height - layer->height) * bitgen_uniform(gen) + layer->height <
        exp(-0.5 * x * x))
      return x;
  }
}

/* An integer from 0 to `max`, each with the same probability: D. Lemire, "Fast Random Integer
   Generation in an Interval", ACM Transactions on Modeling and Computer Simulation 29(1), 2019. */
static inline uint64_t bitgen_integer(bitgen_instance gen, uint64_t max) {
  if (max == 0) return 0;
  if (max == UINT32_MAX) return gen.api->next_u32(gen.state);
  if (max == UINT64_MAX) return gen.api->next_u64(gen.state);
  const uint64_t count = max + 1;
  if (max < UINT32_MAX) {
    uint64_t product = gen.api->next_u32(gen.state) * count;
    if ((uint32_t)product < count) {
      const uint32_t threshold = (uint32_t)(((UINT64_C(1) << 32) - count) % count);
      while ((uint32_t)product < threshold) product = gen.api->next_u32(gen.state) * count;
    }
    return product >> 32;
  }
  uint64_t upper;
  uint64_t lower = bitgen_multiply(gen.api->next_u64(gen.state), count, &upper);
  if (lower < count) {
    const uint64_t threshold = (UINT64_MAX - max) % count;
    while (lower < threshold) lower = bitgen_multiply(gen.api->next_u64(gen.state), count, &upper);
  }
  return upper;
}

#endif
