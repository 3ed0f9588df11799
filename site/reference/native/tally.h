/* tally.h: the contract of the examples for instances, as `capsule generate` writes it. */
#ifndef REFERENCE_TALLY_H
#define REFERENCE_TALLY_H

#include <capsule/capsule_instance.h>

typedef struct tally_state tally_state;

typedef struct tally_api {
  size_t size;
  const char *variant;
  double (*add)(tally_state *state, double x);
} tally_api;

typedef struct tally_instance {
  const tally_api *api;
  tally_state *state;
#ifdef __cplusplus
  double add(double x) const { return api->add(state, x); }
#endif
} tally_instance;

CAPSULE_CONSTANT capsule_entry tally_entries[] = {{"add", "f64(*<state>,f64)", 0, 0}};
CAPSULE_CONSTANT capsule_contract tally = CAPSULE_CONTRACT("@example/tally", 1, 0, tally_entries);

#endif
