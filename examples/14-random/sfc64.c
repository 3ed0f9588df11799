/* sfc64.c: SFC64 of C. Doty-Humphrey's PractRand, as a generator for every consumer of
   @capsule/random/bitgen: this addon implements the contract, and links to nothing. */
#include <bitgen/bitgen_node.h>
#include <stdlib.h>

struct bitgen_generator {
  uint64_t a, b, c, counter;
};

static uint64_t next_u64(bitgen_generator *state) {
  const uint64_t bits = state->a + state->b + state->counter++;
  state->a = state->b ^ (state->b >> 11);
  state->b = state->c + (state->c << 3);
  state->c = ((state->c << 24) | (state->c >> 40)) + bits;
  return bits;
}

static uint32_t next_u32(bitgen_generator *state) { return (uint32_t)(next_u64(state) >> 32); }

static double next_double(bitgen_generator *state) {
  return (double)(next_u64(state) >> 11) * 0x1p-53;
}

static const bitgen_api table = {BITGEN_HEAD, .variant = "sfc64", .next_u64 = next_u64,
                                 .next_u32 = next_u32, .next_double = next_double};

static void destroy(void *state, void *of) {
  (void)of;
  free(state);
}

/* sfc64(seed): the capsule of a generator. */
static napi_value create(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  double seed;
  if (napi_get_cb_info(env, info, &count, &argument, NULL, NULL) != napi_ok ||
      napi_get_value_double(env, argument, &seed) != napi_ok || !(seed >= 0 && seed < 0x1p53)) {
    napi_throw_type_error(env, NULL, "sfc64(seed): expected an integer from 0 to 2^53 - 1");
    return capsule_fail(env);
  }
  bitgen_generator *state = (bitgen_generator *)malloc(sizeof(*state));
  if (state == NULL) {
    napi_throw_error(env, NULL, "sfc64(seed): expected memory for the state, found none");
    return capsule_fail(env);
  }
  state->a = state->b = state->c = (uint64_t)seed;
  state->counter = 1;
  for (int i = 0; i < 12; i++) next_u64(state); /* mixes the seed */
  napi_value capsule = bitgen_seal(env, &table, state, destroy);
  if (capsule == NULL) free(state); /* rejected: the state is still ours */
  return capsule;
}

NAPI_MODULE_INIT() {
  napi_value function;
  if (napi_create_function(env, "sfc64", NAPI_AUTO_LENGTH, create, NULL, &function) != napi_ok ||
      napi_set_named_property(env, exports, "sfc64", function) != napi_ok)
    return capsule_fail(env);
  return exports;
}
