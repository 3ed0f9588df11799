/* capsule_instance.c: the examples for capsule_instance.h. */
#include "reference.h"
#include "tally.h"

#include <stdlib.h>

/* #region capsule_seal_instance */
struct tally_state {
  double sum;
};

static double add(tally_state *state, double x) { return state->sum += x; }
static void free_tally(void *state, void *table) {
  (void)table;
  free(state);
}
static const tally_api table = {sizeof(tally_api), NULL, add};

static napi_value seal_tally(napi_env env, napi_value value) {
  (void)value;
  tally_state *state = (tally_state *)calloc(1, sizeof(tally_state));
  if (state == NULL) return capsule_fail(env);
  napi_value capsule = capsule_seal_instance(env, &tally, &table, state, free_tally);
  if (capsule == NULL) free(state); /* rejected: still ours */
  return capsule;
}
/* #endregion */

/* #region capsule_open_instance capsule_instance_table capsule_instance_state */
static napi_value add_twice(napi_env env, napi_value value) {
  capsule_envelope *held = capsule_open_instance(env, value, &tally);
  if (held == NULL) return NULL;
  const tally_api *api = (const tally_api *)capsule_instance_table(held);
  tally_state *state = (tally_state *)capsule_instance_state(held);
  api->add(state, 1);
  const double sum = api->add(state, 2);
  capsule_release(held);
  return number(env, sum);
}
/* #endregion */

bool reference_instance(napi_env env, napi_value exports) {
  return reference_export(env, exports, "seal_tally", seal_tally) &&
         reference_export(env, exports, "add_twice", add_twice);
}
