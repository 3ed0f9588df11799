/* Finds the row of a matrix that is closest to a vector. Another addon, @example/distance, compares
   the two: this one includes its header, opens its table, and is not linked to it. */
#include <distance/distance_node.h>
#include <stdio.h>

typedef struct vector {
  const double *values;
  size_t length;
} vector;

static napi_value throw_type_error(napi_env env, const char *message) {
  napi_throw_type_error(env, NULL, message);
  return capsule_fail(env);
}

static bool read_vector(napi_env env, napi_value value, vector *result) {
  bool is_array;
  napi_typedarray_type type;
  void *data;
  if (napi_is_typedarray(env, value, &is_array) != napi_ok || !is_array) return false;
  const napi_status status =
      napi_get_typedarray_info(env, value, &type, &result->length, &data, NULL, NULL);
  result->values = (const double *)data;
  return status == napi_ok && type == napi_float64_array;
}

/* The index of the row that is closest to the query in the Manhattan metric. */
static size_t closest_row(const distance_api *table, vector query, vector rows) {
  const size_t n = query.length;
  double least = table->manhattan(query.values, rows.values, n);
  size_t closest = 0;
  for (size_t i = 1; i < rows.length / n; i++) {
    const double value = table->manhattan(query.values, rows.values + i * n, n); /* call */
    if (value < least) least = value, closest = i;
  }
  return closest;
}

/* nearestRow(query, rows). The table that `open` has opened is the data of the function. */
static napi_value find_nearest_row(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], result;
  void *table;
  vector query, rows;
  char message[128] = "nearestRow(query, rows): expected a query with elements, found none.";
  if (napi_get_cb_info(env, info, &count, arguments, NULL, &table) != napi_ok)
    return capsule_fail(env);
  if (!read_vector(env, arguments[0], &query) || !read_vector(env, arguments[1], &rows))
    return throw_type_error(env,
                            "nearestRow(query, rows): expected Float64Arrays, found another kind.");
  if (query.length == 0 || rows.length == 0 || rows.length % query.length != 0) {
    if (query.length > 0)
      snprintf(message, sizeof(message),
               "nearestRow(query, rows): expected rows of %zu elements each, found %zu elements.",
               query.length, rows.length);
    napi_throw_range_error(env, NULL, message);
    return capsule_fail(env);
  }
  const size_t row = closest_row(table, query, rows);
  return napi_create_double(env, (double)row, &result) == napi_ok ? result : capsule_fail(env);
}

/* open(capsule): throws unless it is a capsule of @example/distance that fits this addon. Adds
   nearestRow to the exports, on which it is called. */
static napi_value open_table(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value, exports;
  if (napi_get_cb_info(env, info, &count, &value, &exports, NULL) != napi_ok)
    return capsule_fail(env);
  const distance_api *table = distance_open(env, value); /* open */
  if (table == NULL) return NULL; /* rejected: a JavaScript exception is pending */
  const napi_property_descriptor function = {.utf8name = "nearestRow",
                                             .method = find_nearest_row,
                                             .attributes = napi_default_jsproperty,
                                             .data = (void *)(uintptr_t)table};
  return napi_define_properties(env, exports, 1, &function) == napi_ok ? NULL : capsule_fail(env);
}

NAPI_MODULE_INIT() {
  const napi_property_descriptor open = {
      .utf8name = "open", .method = open_table, .attributes = napi_enumerable};
  return napi_define_properties(env, exports, 1, &open) == napi_ok ? exports : capsule_fail(env);
}
