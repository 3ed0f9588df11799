/* callback.h: a C function that the caller supplies, and functions that apply it to an array. */
#ifndef STATS_CALLBACK_H
#define STATS_CALLBACK_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* `function` is cast back to its real type before it is called; the signature in its capsule was
   checked. */
typedef struct stats_callback {
  void (*function)(void);
  void *context;
  bool takes_context; /* as its last argument */
} stats_callback;

/* out[i] = f(x[i]). */
void stats_map(const stats_callback *f, const double *x, size_t n, double *out);

/* Returns f(... f(f(initial, x[0]), x[1]) ..., x[n-1]), or `initial` if n is 0. */
double stats_reduce(const stats_callback *f, const double *x, size_t n, double initial);

#ifdef __cplusplus
}
#endif

#endif
