/* borrower.c: seals parts of another addon, which is then unloaded unless it is pinned. */
#include "counter.h"

#include <capsule/capsule_arrow.h>
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

/* A table whose function `next` is in the other addon. */
static napi_value functions(napi_env env, napi_callback_info info) {
  static counter_api table = {sizeof(counter_api), NULL, next, twice};
  const void *address = address_of(env, first_argument(env, info));
  memcpy(&table.next, &address, sizeof(address));
  return capsule_seal_table(env, &counter, &table);
}

/* A table whose contract is in the other addon, and whose entries are in this one. */
static napi_value contract(napi_env env, napi_callback_info info) {
  static const counter_api table = {sizeof(counter_api), NULL, next, twice};
  capsule_contract *other = (capsule_contract *)address_of(env, first_argument(env, info));
  other->entries = counter_entries;
  return capsule_seal_table(env, other, &table);
}

/* A table whose contract is in this addon, and whose entries are in the other one. */
static napi_value entries(napi_env env, napi_callback_info info) {
  static const counter_api table = {sizeof(counter_api), NULL, next, twice};
  static capsule_contract own;
  const capsule_contract *other =
      (const capsule_contract *)address_of(env, first_argument(env, info));
  own = *other;
  return capsule_seal_table(env, &own, &table);
}

/* A pointer to static contents in the other addon. */
static napi_value contents(napi_env env, napi_callback_info info) {
  return capsule_seal(env, "@forge/kept", address_of(env, first_argument(env, info)), NULL, NULL);
}

/* A pointer to contents in this addon, with a destructor in the other one. */
static napi_value destructor(napi_env env, napi_callback_info info) {
  void (*destroy)(void *, void *);
  const void *address = address_of(env, first_argument(env, info));
  memcpy(&destroy, &address, sizeof(address));
  return capsule_seal(env, "@forge/kept", &number, NULL, destroy);
}

/* A function capsule of a function in the other addon. */
static napi_value function(napi_env env, napi_callback_info info) {
  capsule_function code;
  const void *address = address_of(env, first_argument(env, info));
  memcpy(&code, &address, sizeof(address));
  return capsule_seal_function(env, "@forge/kept", "f64(f64)", code, NULL, NULL);
}

static struct ArrowArray arrow_child;
static struct ArrowArray *arrow_children[] = {&arrow_child};
static const void *arrow_buffers[] = {NULL, &number};

static void release_parent(struct ArrowArray *array) {
  arrow_child.release(&arrow_child);
  array->release = NULL;
}

/* An Arrow array with a child whose release callback is in the other addon. */
static napi_value arrow(napi_env env, napi_callback_info info) {
  struct ArrowArray array;
  const void *address = address_of(env, first_argument(env, info));
  memset(&array, 0, sizeof(array));
  array.length = 1;
  array.n_buffers = 2;
  array.buffers = arrow_buffers;
  arrow_child = array;
  memcpy(&arrow_child.release, &address, sizeof(address));
  array.n_children = 1;
  array.children = arrow_children;
  array.release = release_parent;
  return capsule_seal_arrow_array(env, &array);
}

NAPI_MODULE_INIT() {
  exports = export_function(env, exports, "arrow", arrow);
  exports = export_function(env, exports, "functions", functions);
  exports = export_function(env, exports, "contract", contract);
  exports = export_function(env, exports, "entries", entries);
  exports = export_function(env, exports, "contents", contents);
  exports = export_function(env, exports, "function", function);
  return export_function(env, exports, "destructor", destructor);
}
