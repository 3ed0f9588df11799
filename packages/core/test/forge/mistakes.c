/* mistakes.c: a consumer that breaks each rule which CAPSULE_DEBUG judges. Its contents are sealed
   by another addon, forge.node, except where the sealing addon makes the mistake. */
#include "counter.h"

#include <capsule/capsule_data.h>
#include <capsule/capsule_function.h>

static capsule_envelope *held;

/* open(capsule): the first step of most mistakes. */
static napi_value open_pointer(napi_env env, napi_callback_info info) {
  held = capsule_open(env, first_argument(env, info), "@forge/content");
  return NULL;
}

static napi_value take_pointer(napi_env env, napi_callback_info info) {
  held = capsule_take(env, first_argument(env, info), "@forge/content");
  return NULL;
}

static napi_value open_function(napi_env env, napi_callback_info info) {
  static const char *const signatures[] = {"f64(f64)"};
  held = capsule_open_function(env, first_argument(env, info), NULL, signatures, 1, NULL);
  return NULL;
}

static napi_value release(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  capsule_release(held);
  return NULL;
}

static napi_value hold(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  capsule_hold(held);
  return NULL;
}

static napi_value is_exclusive(napi_env env, napi_callback_info info) {
  napi_value result;
  (void)info;
  return napi_get_boolean(env, capsule_is_exclusive(held), &result) == napi_ok ? result : NULL;
}

static napi_value call(napi_env env, napi_callback_info info) {
  napi_value result;
  (void)info;
  const double value = ((double (*)(double))capsule_function_of(held))(21);
  return napi_create_double(env, value, &result) == napi_ok ? result : NULL;
}

/* Reads the contents through the envelope. */
static napi_value read(napi_env env, napi_callback_info info) {
  napi_value result;
  (void)info;
  const int value = *(volatile const int *)held->pointer;
  return napi_create_int32(env, value, &result) == napi_ok ? result : NULL;
}

/* Releases the contents instead of the envelope. */
static napi_value release_contents(napi_env env, napi_callback_info info) {
  static uint64_t contents[32];
  (void)env;
  (void)info;
  contents[3] = 2 * CAPSULE_HANDLE + 2; /* so that nothing happens without CAPSULE_DEBUG */
  capsule_release((capsule_envelope *)(void *)contents);
  return NULL;
}

/* Replaces the contents of an envelope, and restores them before they are destroyed. */
static napi_value overwrite(napi_env env, napi_callback_info info) {
  static void *sealed;
  static int own;
  (void)env;
  (void)info;
  if (sealed == NULL) {
    sealed = held->pointer;
    held->pointer = &own;
  } else {
    held->pointer = sealed;
    sealed = NULL;
  }
  return NULL;
}

static double next(double x) { return x + 1; }
static double twice(double x) { return 2 * x; }
static counter_api table = {sizeof(counter_api), NULL, next, twice};

static napi_value seal_table(napi_env env, napi_callback_info info) {
  (void)info;
  return capsule_seal_table(env, &counter, &table);
}

/* Replaces a function of the table that was sealed. */
static napi_value change_table(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  table.twice = next;
  return NULL;
}

static napi_value open_table(napi_env env, napi_callback_info info) {
  capsule_open_table(env, first_argument(env, info), &counter);
  return NULL;
}

/* Contents with a destructor that holds its own envelope. */
static void hold_own(void *pointer, void *context) {
  (void)pointer;
  capsule_hold(*(capsule_envelope **)context);
}

static napi_value seal_holder(napi_env env, napi_callback_info info) {
  static int contents;
  static capsule_envelope *own;
  (void)info;
  napi_value capsule = capsule_seal(env, "@forge/content", &contents, &own, hold_own);
  own = capsule == NULL ? NULL : capsule_open(env, capsule, "@forge/content");
  capsule_release(own);
  return capsule;
}

/* Contents on the stack. */
static napi_value seal_local(napi_env env, napi_callback_info info) {
  int local = 1;
  (void)info;
  return capsule_seal(env, "@forge/content", &local, NULL, NULL);
}

NAPI_MODULE_INIT() {
  exports = export_function(env, exports, "open", open_pointer);
  exports = export_function(env, exports, "take", take_pointer);
  exports = export_function(env, exports, "openFunction", open_function);
  exports = export_function(env, exports, "release", release);
  exports = export_function(env, exports, "hold", hold);
  exports = export_function(env, exports, "isExclusive", is_exclusive);
  exports = export_function(env, exports, "call", call);
  exports = export_function(env, exports, "read", read);
  exports = export_function(env, exports, "releaseContents", release_contents);
  exports = export_function(env, exports, "overwrite", overwrite);
  exports = export_function(env, exports, "sealTable", seal_table);
  exports = export_function(env, exports, "changeTable", change_table);
  exports = export_function(env, exports, "openTable", open_table);
  exports = export_function(env, exports, "sealHolder", seal_holder);
  return export_function(env, exports, "sealLocal", seal_local);
}
