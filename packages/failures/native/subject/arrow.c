/* arrow.c: exports the functions of capsule_arrow.h, with an exporter whose release callbacks free
   what they own: if one is not called, memory is leaked, and if it is called twice, malloc ends the
   process. */
#include "subject.h"

#include <capsule/capsule_arrow.h>

/* The memory of an array: its buffers, then its values, of which the second is null. */
typedef struct column {
  const void *buffers[2];
  uint8_t valid[8];
  double values[4];
} column;

static void release_schema(struct ArrowSchema *schema) {
  free(schema->private_data);
  schema->release = NULL;
}

static void release_array(struct ArrowArray *array) {
  free(array->private_data);
  array->release = NULL;
}

static bool export_schema(struct ArrowSchema *schema) {
  static const char name[] = "column";
  char *copy = (char *)malloc(sizeof(name));
  memset(schema, 0, sizeof(*schema));
  if (copy == NULL) return false;
  memcpy(copy, name, sizeof(name));
  schema->format = "g";
  schema->name = copy;
  schema->flags = ARROW_FLAG_NULLABLE;
  schema->private_data = copy;
  schema->release = release_schema;
  return true;
}

static bool export_array(struct ArrowArray *array) {
  column *own = (column *)malloc(sizeof(*own));
  memset(array, 0, sizeof(*array));
  if (own == NULL) return false;
  memset(own, 0, sizeof(*own));
  own->valid[0] = 13; /* binary 1101 */
  for (int i = 0; i < 4; i++) own->values[i] = i;
  own->buffers[0] = own->valid;
  own->buffers[1] = own->values;
  array->length = 4;
  array->null_count = 1;
  array->n_buffers = 2;
  array->buffers = own->buffers;
  array->private_data = own;
  array->release = release_array;
  return true;
}

/* A stream of two arrays: `private_data` counts those that are left. */
static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
  (void)stream;
  return export_schema(out) ? 0 : 12; /* ENOMEM */
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
  int *left = (int *)stream->private_data;
  if ((*left)-- > 0) return export_array(out) ? 0 : 12;
  memset(out, 0, sizeof(*out));
  return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream) {
  (void)stream;
  return "no memory for an array";
}

static void release_stream(struct ArrowArrayStream *stream) {
  free(stream->private_data);
  stream->release = NULL;
}

static napi_value seal_pair(napi_env env, napi_callback_info info) {
  struct ArrowSchema schema;
  struct ArrowArray array;
  (void)info;
  if (!export_schema(&schema)) return throw_no_memory(env);
  napi_value pair =
      export_array(&array) ? capsule_seal_arrow_pair(env, &schema, &array) : throw_no_memory(env);
  if (schema.release != NULL) schema.release(&schema);
  if (array.release != NULL) array.release(&array);
  return pair;
}

static napi_value seal_stream(napi_env env, napi_callback_info info) {
  struct ArrowArrayStream stream = {get_schema, get_next, get_last_error, release_stream, NULL};
  int *left = (int *)malloc(sizeof(*left));
  (void)info;
  if (left == NULL) return throw_no_memory(env);
  *left = 2;
  stream.private_data = left;
  napi_value capsule = capsule_seal_arrow_array_stream(env, &stream);
  if (capsule == NULL) stream.release(&stream);
  return capsule;
}

static napi_value take_schema(napi_env env, napi_callback_info info) {
  napi_value value;
  struct ArrowSchema schema;
  if (!read_argument(env, info, &value) || !capsule_take_arrow_schema(env, value, &schema))
    return NULL;
  schema.release(&schema);
  return number(env, 1);
}

/* Takes an array, and seals it again. */
static napi_value reseal_array(napi_env env, napi_callback_info info) {
  napi_value value;
  struct ArrowArray array;
  if (!read_argument(env, info, &value) || !capsule_take_arrow_array(env, value, &array))
    return NULL;
  napi_value capsule = capsule_seal_arrow_array(env, &array);
  if (capsule == NULL) array.release(&array);
  return capsule;
}

static napi_value request_array(napi_env env, napi_callback_info info) {
  napi_value value;
  struct ArrowSchema schema;
  struct ArrowArray array;
  if (!read_argument(env, info, &value) ||
      !capsule_request_arrow_array(env, value, NULL, &schema, &array))
    return NULL;
  const double length = (double)array.length;
  schema.release(&schema);
  array.release(&array);
  return number(env, length);
}

static napi_value request_stream(napi_env env, napi_callback_info info) {
  napi_value value;
  struct ArrowArrayStream stream;
  struct ArrowArray array;
  double length = 0;
  int status;
  if (!read_argument(env, info, &value) || !capsule_request_arrow_stream(env, value, NULL, &stream))
    return NULL;
  while ((status = stream.get_next(&stream, &array)) == 0 && array.release != NULL) {
    length += (double)array.length;
    array.release(&array);
  }
  stream.release(&stream);
  return status == 0 ? number(env, length) : throw_no_memory(env);
}

NAPI_MODULE_INIT() {
  static const exported_function functions[] = {
      {"sealPair", seal_pair},         {"sealStream", seal_stream},
      {"takeSchema", take_schema},     {"resealArray", reseal_array},
      {"requestArray", request_array}, {"requestStream", request_stream},
  };
  return export_functions(env, exports, functions, sizeof(functions) / sizeof(*functions));
}
