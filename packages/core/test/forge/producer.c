/* producer.c: seals, and is then unloaded unless it is pinned. It also returns the addresses of its
   parts, for borrower.c to seal: then borrower.c has to pin this addon. */
#include "counter.h"

#include <capsule/capsule_arrow.h>

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

static void release_array(struct ArrowArray *array) { array->release = NULL; }

static void fill_array(struct ArrowArray *array) {
  static const void *buffers[] = {NULL, &number};
  memset(array, 0, sizeof(*array));
  array->length = 1;
  array->n_buffers = 2;
  array->buffers = buffers;
  array->release = release_array;
}

static napi_value seal_arrow(napi_env env, napi_callback_info info) {
  struct ArrowArray array;
  (void)info;
  fill_array(&array);
  return capsule_seal_arrow_array(env, &array);
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
  (void)stream;
  memset(out, 0, sizeof(*out));
  return 1;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
  (void)stream;
  fill_array(out);
  return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream) {
  (void)stream;
  return NULL;
}

static void release_stream(struct ArrowArrayStream *stream) { stream->release = NULL; }

static napi_value seal_arrow_stream(napi_env env, napi_callback_info info) {
  struct ArrowArrayStream stream = {get_schema, get_next, get_last_error, release_stream, NULL};
  (void)info;
  return capsule_seal_arrow_array_stream(env, &stream);
}

/* part(name): the address of "functions" (next), "contract", "contents", "destructor" or "release"
   (of an Arrow array). */
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
  if (strcmp(name, "release") == 0) found = capsule_code_address((capsule_function)release_array);
  if (strcmp(name, "destructor") == 0) found = capsule_code_address((capsule_function)nothing);
  return napi_create_bigint_uint64(env, (uintptr_t)found, &address) == napi_ok ? address : NULL;
}

NAPI_MODULE_INIT() {
  contract = counter;
  exports = export_function(env, exports, "sealTable", seal_table);
  exports = export_function(env, exports, "sealPointer", seal_pointer);
  exports = export_function(env, exports, "sealArrow", seal_arrow);
  exports = export_function(env, exports, "sealArrowStream", seal_arrow_stream);
  return export_function(env, exports, "part", part);
}
