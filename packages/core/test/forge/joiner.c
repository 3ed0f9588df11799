/* joiner.c: seals what lies in another addon, which is then unloaded, if nothing pins it. */
#include "counter.h"

#include <capsule/capsule_function.h>

static double next(double x) { return x + 1; }
static double twice(double x) { return 2 * x; }
static double number = 42;

static void *address_of(napi_env env, napi_value value) {
  uint64_t address = 0;
  bool lossless;
  return napi_get_value_bigint_uint64(env, value, &address, &lossless) == napi_ok
             ? (void *)(uintptr_t)address
             : NULL;
}

/* A table whose function `next` lies in the other addon. */
static napi_value functions(napi_env env, napi_callback_info info) {
  static counter_api table = {sizeof(counter_api), NULL, next, twice};
  const void *address = address_of(env, first(env, info));
  memcpy(&table.next, &address, sizeof(address));
  return capsule_seal_table(env, &counter, &table);
}

/* A table whose contract lies there, and whose entries lie here. */
static napi_value contract(napi_env env, napi_callback_info info) {
  static const counter_api table = {sizeof(counter_api), NULL, next, twice};
  capsule_contract *other = (capsule_contract *)address_of(env, first(env, info));
  other->entries = counter_entries;
  return capsule_seal_table(env, other, &table);
}

/* A table whose contract lies here, and whose entries lie there. */
static napi_value entries(napi_env env, napi_callback_info info) {
  static const counter_api table = {sizeof(counter_api), NULL, next, twice};
  static capsule_contract own;
  const capsule_contract *other = (const capsule_contract *)address_of(env, first(env, info));
  own = *other;
  return capsule_seal_table(env, &own, &table);
}

/* A pointer to static contents there. */
static napi_value contents(napi_env env, napi_callback_info info) {
  return capsule_seal(env, "@forge/kept", address_of(env, first(env, info)), NULL, NULL);
}

/* A pointer to contents here, with a destructor there. */
static napi_value destructor(napi_env env, napi_callback_info info) {
  void (*destroy)(void *, void *);
  const void *address = address_of(env, first(env, info));
  memcpy(&destroy, &address, sizeof(address));
  return capsule_seal(env, "@forge/kept", &number, NULL, destroy);
}

/* A function there, sealed by itself. */
static napi_value function(napi_env env, napi_callback_info info) {
  capsule_function code;
  const void *address = address_of(env, first(env, info));
  memcpy(&code, &address, sizeof(address));
  return capsule_seal_function(env, "@forge/kept", "f64(f64)", code, NULL, NULL);
}

NAPI_MODULE_INIT() {
  exports = offer(env, exports, "functions", functions);
  exports = offer(env, exports, "contract", contract);
  exports = offer(env, exports, "entries", entries);
  exports = offer(env, exports, "contents", contents);
  exports = offer(env, exports, "function", function);
  return offer(env, exports, "destructor", destructor);
}
