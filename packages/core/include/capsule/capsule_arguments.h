/* capsule_arguments.h: arguments from JavaScript, for the functions that "capsule generate" writes.

   Nothing here throws. A function that returns false has rejected an argument, and the JavaScript
   side, @capsule/core/generated, finds out why. */
#ifndef CAPSULE_ARGUMENTS_H
#define CAPSULE_ARGUMENTS_H

#include <stdlib.h>
#include <string.h>

#include "capsule_data.h"

/* The elements of an argument, during one call. */
typedef struct capsule_js_array {
  void *data;
  size_t n;
  capsule_envelope *held; /* the data capsule that holds the elements; NULL for a typed array */
  void *original;         /* the elements in JavaScript, if `data` is a copy of them as integers */
} capsule_js_array;

/* Reads a typed array or a data capsule. The JavaScript side has checked the type of a typed array;
   here any view is safe. An array without elements may be one whose memory is gone, which only
   JavaScript can find out: it is rejected unless `empty` is true. */
static inline bool capsule_js_read_array(napi_env env, napi_value value, napi_value empty,
                                         capsule_dtype dtype, bool writes,
                                         capsule_js_array *array) {
  const size_t size = dtype.bits / 8u;
  size_t bytes = 0;
  if (napi_get_buffer_info(env, value, &array->data, &bytes) == napi_ok) {
    array->n = bytes / size;
    bool allowed = array->n > 0;
    if (!allowed && (napi_get_value_bool(env, empty, &allowed) != napi_ok || !allowed))
      return false;
  } else {
    if (capsule_check(env, value, NULL) == CAPSULE_NOT_A_CAPSULE) return false;
    array->held = capsule_open_data(env, value, NULL);
    if (array->held == NULL) return false;
    const capsule_data *data = array->held->data;
    if (data->ndim != 1 || !capsule_dtype_equal(data->dtype, dtype) ||
        !capsule_data_is_contiguous(data) || (writes && (data->flags & CAPSULE_READ_ONLY) != 0))
      return false;
    array->data = data->data;
    array->n = capsule_data_count(data);
  }
  return array->n == 0 || (uintptr_t)array->data % size == 0;
}

static inline void capsule_js_release_array(capsule_js_array *array) {
  if (array->held != NULL) capsule_release(array->held);
  if (array->original != NULL) free(array->data);
}

/* Reads an integer between two bounds. Nothing is converted: that could run JavaScript. */
static inline bool capsule_js_read_integer(napi_env env, napi_value value, double low, double high,
                                           double *number) {
  if (napi_get_value_double(env, value, number) != napi_ok) return false;
  return *number >= low && *number <= high && *number == (double)(int64_t)*number;
}

/* The elements in JavaScript. */
static inline const void *capsule_js_address(const capsule_js_array *array) {
  return array->original != NULL ? array->original : array->data;
}

/* Whether two arrays share no memory. */
static inline bool capsule_js_are_apart(const capsule_js_array *x, size_t x_size,
                                        const capsule_js_array *y, size_t y_size) {
  const uintptr_t a = (uintptr_t)capsule_js_address(x), b = (uintptr_t)capsule_js_address(y);
  return a + x->n * x_size <= b || b + y->n * y_size <= a;
}

/* Whether all elements are less than a number. */
static inline bool capsule_js_are_indices(const capsule_js_array *array, size_t n) {
  bool valid = true;
  for (size_t i = 0; i < array->n; i++) valid &= ((const size_t *)array->data)[i] < n;
  return valid;
}

/* The array that receives results: a Float64Array of the JavaScript side. */
static inline double *capsule_js_results(napi_env env, napi_value value, size_t count) {
  void *data = NULL;
  size_t bytes = 0;
  if (napi_get_buffer_info(env, value, &data, &bytes) != napi_ok) return NULL;
  return bytes / sizeof(double) >= count && (uintptr_t)data % sizeof(double) == 0 ? (double *)data
                                                                                  : NULL;
}

/* Reads an array of sizes: a data capsule with them, or a Float64Array, whose elements are copied
   as integers. With `copies`, those of a data capsule are copied too, because other threads could
   change them after a check. Sets `has_memory` to false if there is none for the copy. */
static inline bool capsule_js_read_sizes(napi_env env, napi_value value, napi_value empty,
                                         capsule_dtype dtype, bool reads, bool writes, bool copies,
                                         capsule_js_array *array, bool *has_memory) {
  if (!capsule_js_read_array(env, value, empty, dtype, writes, array)) return false;
  if ((array->held != NULL && !copies) || array->n == 0) return true;
  void *const original = array->data;
  size_t *const copy = (size_t *)calloc(array->n, sizeof *copy);
  array->data = NULL;
  if (copy == NULL) {
    *has_memory = false;
    return false;
  }
  array->data = copy;
  array->original = original;
  if (array->held != NULL) {
    memcpy(copy, original, array->n * sizeof *copy);
    return true;
  }
  const double *const numbers = (const double *)original;
  const double low = dtype.code == CAPSULE_INT ? -9007199254740991.0 : 0;
  for (size_t i = 0; reads && i < array->n; i++) {
    const double number = numbers[i];
    if (!(number >= low && number <= 9007199254740991.0) || number != (double)(int64_t)number)
      return false;
    copy[i] = (size_t)(int64_t)number;
  }
  return true;
}

/* Writes the integers back. */
static inline void capsule_js_store_sizes(const capsule_js_array *array) {
  double *const numbers = (double *)array->original;
  for (size_t i = 0; numbers != NULL && i < array->n; i++)
    numbers[i] = (double)(ptrdiff_t)((const size_t *)array->data)[i];
}

/* Elements at equal distances. */
typedef struct capsule_js_strided {
  capsule_js_array array;
  double offset, stride; /* the index of the first element, and the distance to the next */
} capsule_js_strided;

static inline bool capsule_js_read_strided(napi_env env, const napi_value *values, napi_value empty,
                                           capsule_dtype dtype, capsule_js_strided *x) {
  const double most = 9007199254740991.0;
  return capsule_js_read_array(env, values[0], empty, dtype, false, &x->array) &&
         capsule_js_read_integer(env, values[1], 0, most, &x->offset) &&
         capsule_js_read_integer(env, values[2], -most, most, &x->stride);
}

/* Whether all n elements lie in the array. */
static inline bool capsule_js_fits(const capsule_js_strided *x, double n) {
  const double size = (double)x->array.n, last = x->offset + (n - 1) * x->stride;
  return n == 0 || (x->offset < size && last >= 0 && last < size);
}

#endif
