/* capsule_arrow.c: the examples for capsule_arrow.h. */
#include "reference.h"

#include <capsule/capsule_arrow.h>

/* #region capsule_seal_arrow_pair */
/* A column of three numbers in static storage: there is nothing to free when it is released. */
static void release_schema(struct ArrowSchema *schema) { schema->release = NULL; }
static void release_array(struct ArrowArray *array) { array->release = NULL; }

static void export_column(struct ArrowSchema *schema, struct ArrowArray *array) {
  static const double values[] = {1, 2, 6};
  static const void *buffers[] = {NULL, values}; /* no validity bitmap: no value is null */
  memset(schema, 0, sizeof(*schema));
  schema->format = "g"; /* float64 */
  schema->name = "length";
  schema->release = release_schema;
  memset(array, 0, sizeof(*array));
  array->length = 3;
  array->n_buffers = 2;
  array->buffers = buffers;
  array->release = release_array;
}

static napi_value seal_column(napi_env env, napi_value value) {
  struct ArrowSchema schema;
  struct ArrowArray array;
  (void)value;
  export_column(&schema, &array);
  napi_value pair = capsule_seal_arrow_pair(env, &schema, &array);
  if (pair == NULL) {
    if (schema.release != NULL) schema.release(&schema);
    if (array.release != NULL) array.release(&array);
  }
  return pair;
}
/* #endregion */

/* #region capsule_request_arrow_array */
/* Adds the values of any object with the method [Symbol.for('arrow.c.array')]. */
static napi_value sum_of_column(napi_env env, napi_value column) {
  struct ArrowSchema schema;
  struct ArrowArray array;
  if (!capsule_request_arrow_array(env, column, NULL, &schema, &array)) return NULL;
  const bool is_float64 = strcmp(schema.format, "g") == 0;
  double sum = 0;
  if (is_float64 && array.null_count == 0) {
    const double *values = (const double *)array.buffers[1] + array.offset;
    for (int64_t i = 0; i < array.length; i++) sum += values[i];
  }
  schema.release(&schema);
  array.release(&array);
  if (is_float64) return number(env, sum);
  napi_throw_type_error(env, NULL, "sum_of_column(column): expected a column of float64");
  return NULL;
}
/* #endregion */

/* #region capsule_request_arrow_schema capsule_seal_arrow_schema capsule_take_arrow_schema */
/* Requests the schema of a column, and passes it on in a capsule. */
static napi_value schema_of(napi_env env, napi_value column) {
  struct ArrowSchema schema;
  if (!capsule_request_arrow_schema(env, column, &schema)) return NULL;
  napi_value capsule = capsule_seal_arrow_schema(env, &schema);
  if (capsule == NULL) schema.release(&schema); /* nothing was moved */
  return capsule;
}

/* Returns the size of the elements of a schema in a capsule: 8 for float64. */
static napi_value bytes_of_schema(napi_env env, napi_value capsule) {
  struct ArrowSchema schema;
  if (!capsule_take_arrow_schema(env, capsule, &schema)) return NULL;
  const double bytes = strcmp(schema.format, "g") == 0 ? 8 : 0;
  schema.release(&schema);
  return number(env, bytes);
}
/* #endregion */

/* #region capsule_seal_arrow_array capsule_take_arrow_array */
static napi_value seal_array(napi_env env, napi_value value) {
  struct ArrowSchema schema;
  struct ArrowArray array;
  (void)value;
  export_column(&schema, &array);
  schema.release(&schema);
  napi_value capsule = capsule_seal_arrow_array(env, &array);
  if (capsule == NULL) array.release(&array);
  return capsule;
}

static napi_value length_of_array(napi_env env, napi_value capsule) {
  struct ArrowArray array;
  if (!capsule_take_arrow_array(env, capsule, &array)) return NULL;
  const double length = (double)array.length;
  array.release(&array);
  return number(env, length);
}
/* #endregion */

/* #region capsule_seal_arrow_array_stream */
/* A stream of two batches: `private_data` counts those that are left. */
static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
  struct ArrowArray array;
  (void)stream;
  export_column(out, &array);
  array.release(&array);
  return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
  int *left = (int *)stream->private_data;
  struct ArrowSchema schema;
  export_column(&schema, out);
  schema.release(&schema);
  if ((*left)-- <= 0) out->release = NULL; /* the end of the stream */
  return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream) {
  (void)stream;
  return NULL; /* the functions above do not fail */
}

static void release_stream(struct ArrowArrayStream *stream) {
  free(stream->private_data);
  stream->release = NULL;
}

static napi_value seal_stream(napi_env env, napi_value value) {
  struct ArrowArrayStream stream = {get_schema, get_next, get_last_error, release_stream, NULL};
  int *left = (int *)malloc(sizeof(int));
  (void)value;
  if (left == NULL) return capsule_fail(env);
  *left = 2;
  stream.private_data = left;
  napi_value capsule = capsule_seal_arrow_array_stream(env, &stream);
  if (capsule == NULL) stream.release(&stream);
  return capsule;
}
/* #endregion */

/* #region capsule_request_arrow_stream capsule_take_arrow_array_stream */
static double count_and_release(struct ArrowArrayStream *stream) {
  struct ArrowArray array;
  double length = 0;
  while (stream->get_next(stream, &array) == 0 && array.release != NULL) {
    length += (double)array.length;
    array.release(&array);
  }
  stream->release(stream);
  return length;
}

/* Counts the values of any object with the method [Symbol.for('arrow.c.stream')]. */
static napi_value count_streamed(napi_env env, napi_value table) {
  struct ArrowArrayStream stream;
  if (!capsule_request_arrow_stream(env, table, NULL, &stream)) return NULL;
  return number(env, count_and_release(&stream));
}

/* The same for a capsule that such a method has returned. */
static napi_value count_stream_of(napi_env env, napi_value capsule) {
  struct ArrowArrayStream stream;
  if (!capsule_take_arrow_array_stream(env, capsule, &stream)) return NULL;
  return number(env, count_and_release(&stream));
}
/* #endregion */

/* #region capsule_seal_arrow_device_array */
static napi_value seal_device_array(napi_env env, napi_value value) {
  struct ArrowSchema schema;
  struct ArrowDeviceArray device;
  (void)value;
  memset(&device, 0, sizeof(device));
  device.device_id = -1;
  device.device_type = ARROW_DEVICE_CPU;
  export_column(&schema, &device.array);
  schema.release(&schema);
  napi_value capsule = capsule_seal_arrow_device_array(env, &device);
  if (capsule == NULL) device.array.release(&device.array);
  return capsule;
}

/* #endregion */

/* #region capsule_take_arrow_device_array capsule_arrow_is_on_host */
/* Returns the length of an array that the CPU can read, and -1 for the memory of another device. */
static napi_value length_on_host(napi_env env, napi_value capsule) {
  struct ArrowDeviceArray device;
  if (!capsule_take_arrow_device_array(env, capsule, &device)) return NULL;
  const double length = capsule_arrow_is_on_host(&device) ? (double)device.array.length : -1;
  device.array.release(&device.array);
  return number(env, length);
}
/* #endregion */

/* #region capsule_seal_arrow_device_array_stream capsule_take_arrow_device_array_stream */
/* Takes a stream of any device, and passes it on: another capsule, which no consumer has taken. */
static napi_value reseal_device_stream(napi_env env, napi_value capsule) {
  struct ArrowDeviceArrayStream stream;
  if (!capsule_take_arrow_device_array_stream(env, capsule, &stream)) return NULL;
  napi_value next = capsule_seal_arrow_device_array_stream(env, &stream);
  if (next == NULL) stream.release(&stream);
  return next;
}
/* #endregion */

bool reference_arrow(napi_env env, napi_value exports) {
  return reference_export(env, exports, "seal_column", seal_column) &&
         reference_export(env, exports, "sum_of_column", sum_of_column) &&
         reference_export(env, exports, "schema_of", schema_of) &&
         reference_export(env, exports, "bytes_of_schema", bytes_of_schema) &&
         reference_export(env, exports, "seal_array", seal_array) &&
         reference_export(env, exports, "length_of_array", length_of_array) &&
         reference_export(env, exports, "seal_stream", seal_stream) &&
         reference_export(env, exports, "count_streamed", count_streamed) &&
         reference_export(env, exports, "count_stream_of", count_stream_of) &&
         reference_export(env, exports, "seal_device_array", seal_device_array) &&
         reference_export(env, exports, "length_on_host", length_on_host) &&
         reference_export(env, exports, "reseal_device_stream", reseal_device_stream);
}
