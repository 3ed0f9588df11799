/* counter.c: an implementation of the contract, and an addon that seals and opens it. */
#include <counter/counter_node.h>
#include <stdlib.h>

struct counter_counter {
  double value;
};

static double next(counter_counter *state) { return state->value++; }
static void advance(counter_counter *state, uint64_t n) { state->value += (double)n; }
static double peek(const counter_counter *self) { return self->value; }
static bool fill(counter_counter *state, double *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = next(state);
  return n > 0;
}

static const counter_api table = {COUNTER_HEAD,       .variant = "plain", .next = next,
                                  .advance = advance, .peek = peek,       .fill = fill};

static void free_state(void *state, void *of) {
  if (of != &table) abort();
  free(state);
}

/* create(): an instance that begins at 40. */
static napi_value create(napi_env env, napi_callback_info info) {
  counter_counter *state = (counter_counter *)malloc(sizeof(*state));
  (void)info;
  if (state == NULL) return capsule_fail(env);
  state->value = 40;
  napi_value capsule = counter_seal(env, &table, state, free_state);
  if (capsule == NULL) free(state);
  return capsule;
}

/* draw(instance): the sum of its next two numbers, after one that is skipped. */
static napi_value draw(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value, result;
  if (napi_get_cb_info(env, info, &count, &value, NULL, NULL) != napi_ok) return capsule_fail(env);
  capsule_envelope *held = counter_open(env, value);
  if (held == NULL) return NULL;
  const counter_instance counter = counter_of(held);
  double two[2] = {0, 0};
  counter.api->advance(counter.state, 1);
  const bool filled = counter.api->fill(counter.state, two, 2);
  capsule_release(held);
  if (!filled) return NULL;
  return napi_create_double(env, two[0] + two[1], &result) == napi_ok ? result : capsule_fail(env);
}

NAPI_MODULE_INIT() {
  napi_value function;
  if (napi_create_function(env, "create", NAPI_AUTO_LENGTH, create, NULL, &function) != napi_ok ||
      napi_set_named_property(env, exports, "create", function) != napi_ok ||
      napi_create_function(env, "draw", NAPI_AUTO_LENGTH, draw, NULL, &function) != napi_ok ||
      napi_set_named_property(env, exports, "draw", function) != napi_ok)
    return capsule_fail(env);
  return exports;
}
