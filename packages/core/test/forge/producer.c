/* producer.c: seals, and is then unloaded unless it is pinned. It also returns the addresses of its
   parts, for borrower.c to seal: then borrower.c has to pin this addon. */
#include "counter.h"

static double next(double x) { return x + 1; }
static double twice(double x) { return 2 * x; }
static void nothing(void *pointer, void *context) {
  (void)pointer;
  (void)context;
}
static const counter_api table = {sizeof(counter_api), NULL, next, twice};
static double number = 42;
static capsule_contract contract; /* a copy, whose entries borrower.c may replace */

static napi_value seal_table(napi_env env, napi_callback_info info) {
  (void)info;
  return capsule_seal_table(env, &counter, &table);
}

/* Contents on the heap without a destructor: only the sealing code is pinned. */
static napi_value seal_pointer(napi_env env, napi_callback_info info) {
  double *contents = (double *)malloc(sizeof(double));
  (void)info;
  if (contents != NULL) *contents = 42;
  return capsule_seal(env, "@forge/kept", contents, NULL, NULL);
}

/* part(name): the address of "functions" (next), "contract", "contents" or "destructor". */
static napi_value part(napi_env env, napi_callback_info info) {
  char name[16] = "";
  napi_value address;
  const void *found = NULL;
  if (napi_get_value_string_utf8(env, first_argument(env, info), name, sizeof(name), NULL) !=
      napi_ok)
    return NULL;
  if (strcmp(name, "functions") == 0) found = capsule_code_address((capsule_function)next);
  if (strcmp(name, "contract") == 0) found = &contract;
  if (strcmp(name, "contents") == 0) found = &number;
  if (strcmp(name, "destructor") == 0) found = capsule_code_address((capsule_function)nothing);
  return napi_create_bigint_uint64(env, (uintptr_t)found, &address) == napi_ok ? address : NULL;
}

NAPI_MODULE_INIT() {
  contract = counter;
  exports = export_function(env, exports, "sealTable", seal_table);
  exports = export_function(env, exports, "sealPointer", seal_pointer);
  return export_function(env, exports, "part", part);
}
