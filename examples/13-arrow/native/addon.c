/* addon.c: the functions for column.js, which checks their arguments. A column is a capsule of this
   addon; what it exports are the capsules of Arrow. */
#include "column.h"

#include <capsule/capsule_arrow.h>

static const char name[] = "@example/13-arrow:column";

static void destroy(void *pointer, void *context) {
  (void)context;
  column_release((column *)pointer);
}

static napi_value no_memory(napi_env env) {
  napi_throw_range_error(env, NULL, "Column: expected memory for a column, found none.");
  return capsule_fail(env);
}

/* The format and the size of the elements of a typed array; a size of 0 for any other type. */
static size_t format_of(napi_typedarray_type type, char *format) {
  static const struct {
    napi_typedarray_type type;
    char format;
    unsigned char size;
  } types[] = {{napi_float64_array, 'g', 8},  {napi_float32_array, 'f', 4},
               {napi_int8_array, 'c', 1},     {napi_uint8_array, 'C', 1},
               {napi_int16_array, 's', 2},    {napi_uint16_array, 'S', 2},
               {napi_int32_array, 'i', 4},    {napi_uint32_array, 'I', 4},
               {napi_bigint64_array, 'l', 8}, {napi_biguint64_array, 'L', 8}};
  for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
    if (types[i].type != type) continue;
    *format = types[i].format;
    return types[i].size;
  }
  return 0;
}

/* create(values, bitmap or undefined): copies a typed array, and the bitmap of its nulls. */
static napi_value create(napi_env env, napi_callback_info info) {
  size_t count = 2, n = 0, bitmap_size = 0;
  napi_value argument[2];
  napi_typedarray_type type;
  void *values = NULL, *bitmap = NULL;
  bool has_bitmap = false;
  char format = 'g';
  if (napi_get_cb_info(env, info, &count, argument, NULL, NULL) != napi_ok ||
      napi_get_typedarray_info(env, argument[0], &type, &n, &values, NULL, NULL) != napi_ok ||
      napi_is_typedarray(env, argument[1], &has_bitmap) != napi_ok)
    return capsule_fail(env);
  if (has_bitmap && napi_get_buffer_info(env, argument[1], &bitmap, &bitmap_size) != napi_ok)
    return capsule_fail(env);
  const size_t size = format_of(type, &format);
  if (size == 0 || (has_bitmap && bitmap_size < (n + 7) / 8)) {
    napi_throw_type_error(env, NULL, "Column: expected a typed array of numbers, and its bitmap.");
    return capsule_fail(env);
  }
  column *self = column_create(format, size, values, (const uint8_t *)bitmap, (int64_t)n);
  if (self == NULL) return no_memory(env);
  napi_value capsule = capsule_seal(env, name, self, NULL, destroy);
  if (capsule == NULL) column_release(self);
  return capsule;
}

/* The arguments (column, offset, length, batch). */
typedef struct request {
  capsule_envelope *held;
  column *self;
  int64_t numbers[3];
} request;

static bool read_request(napi_env env, napi_callback_info info, request *in) {
  size_t count = 4;
  napi_value argument[4];
  memset(in, 0, sizeof(*in));
  if (napi_get_cb_info(env, info, &count, argument, NULL, NULL) != napi_ok) {
    capsule_fail(env);
    return false;
  }
  for (size_t i = 1; i < count && i < 4; i++)
    if (napi_get_value_int64(env, argument[i], &in->numbers[i - 1]) != napi_ok) {
      capsule_fail(env);
      return false;
    }
  in->held = capsule_open(env, argument[0], name);
  if (in->held == NULL) return false;
  in->self = (column *)in->held->pointer;
  return true;
}

/* exportSchema(column) */
static napi_value export_schema(napi_env env, napi_callback_info info) {
  request in;
  struct ArrowSchema schema;
  if (!read_request(env, info, &in)) return NULL;
  const bool done = column_export_schema(in.self, &schema);
  capsule_release(in.held);
  if (!done) return no_memory(env);
  napi_value capsule = capsule_seal_arrow_schema(env, &schema);
  if (capsule == NULL) schema.release(&schema);
  return capsule;
}

/* exportArray(column, offset, length): [schema, array] */
static napi_value export_array(napi_env env, napi_callback_info info) {
  request in;
  struct ArrowSchema schema;
  struct ArrowArray array;
  if (!read_request(env, info, &in)) return NULL;
  const bool done = column_export_schema(in.self, &schema) &&
                    column_export_array(in.self, in.numbers[0], in.numbers[1], &array);
  capsule_release(in.held); /* the exported structs have references of their own */
  if (!done) return no_memory(env);
  napi_value pair = capsule_seal_arrow_pair(env, &schema, &array);
  if (schema.release != NULL) schema.release(&schema); /* rejected: what was not moved is ours */
  if (array.release != NULL) array.release(&array);
  return pair;
}

/* exportStream(column, offset, length, batch) */
static napi_value export_stream(napi_env env, napi_callback_info info) {
  request in;
  struct ArrowArrayStream stream;
  if (!read_request(env, info, &in)) return NULL;
  const bool done =
      column_export_stream(in.self, in.numbers[0], in.numbers[1], in.numbers[2], &stream);
  capsule_release(in.held);
  if (!done) return no_memory(env);
  napi_value capsule = capsule_seal_arrow_array_stream(env, &stream);
  if (capsule == NULL) stream.release(&stream);
  return capsule;
}

NAPI_MODULE_INIT() {
  static const struct {
    const char *name;
    napi_callback call;
  } functions[] = {{"create", create},
                   {"exportSchema", export_schema},
                   {"exportArray", export_array},
                   {"exportStream", export_stream}};
  for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++) {
    const napi_property_descriptor property = {
        functions[i].name, NULL, functions[i].call, NULL, NULL, NULL, napi_enumerable, NULL};
    if (napi_define_properties(env, exports, 1, &property) != napi_ok) return capsule_fail(env);
  }
  return exports;
}
