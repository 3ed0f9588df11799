/* callback.h: a C function that a caller supplies, and how it is applied to an array. */
#ifndef STATS_CALLBACK_H
#define STATS_CALLBACK_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The function is called as the type whose signature was accepted. */
typedef struct stats_callback {
  void (*function)(void);
  void *context;
  bool takes_context; /* as its last argument */
} stats_callback;

/* out[i] = f(x[i]). */
void stats_map(const stats_callback *f, const double *x, size_t n, double *out);

/* f(... f(f(initial, x[0]), x[1]) ..., x[n-1]); initial when n is 0. */
double stats_reduce(const stats_callback *f, const double *x, size_t n, double initial);

#ifdef __cplusplus
}
#endif

#endif
