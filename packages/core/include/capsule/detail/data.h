/* data.h: validates the description of data, and computes counts, sizes and strides from it. */
#ifndef CAPSULE_DETAIL_DATA_H
#define CAPSULE_DETAIL_DATA_H

#include "../abi.h"
#include "error.h"

/* Type codes of an element; the numbers are those of DLPack. */
enum capsule_dtype_code {
  CAPSULE_INT = 0,
  CAPSULE_UINT = 1,
  CAPSULE_FLOAT = 2,
  CAPSULE_BFLOAT = 4,
  CAPSULE_COMPLEX = 5,
  CAPSULE_BOOL = 6
};

enum { CAPSULE_MAX_DIMENSIONS = 64, CAPSULE_KNOWN_DATA_FLAGS = 1 };

/* Whether a type is a scalar of whole bytes that C can represent. */
static inline bool capsule_dtype_is_valid(capsule_dtype type) {
  const unsigned bits = type.bits;
  if (type.lanes != 1) return false;
  switch (type.code) {
    case CAPSULE_INT:
    case CAPSULE_UINT: return bits == 8 || bits == 16 || bits == 32 || bits == 64;
    case CAPSULE_FLOAT: return bits == 16 || bits == 32 || bits == 64;
    case CAPSULE_BFLOAT: return bits == 16;
    case CAPSULE_COMPLEX: return bits == 64 || bits == 128;
    case CAPSULE_BOOL: return bits == 8;
    default: return false;
  }
}

/* Whether two types are equal in code, bits and lanes. */
static inline bool capsule_dtype_equal(capsule_dtype a, capsule_dtype b) {
  return a.code == b.code && a.bits == b.bits && a.lanes == b.lanes;
}

/* Appends a type: f64, i32, bool. */
static inline void capsule_append_dtype(capsule_text *text, capsule_dtype type) {
  static const char *const names[] = {"i", "u", "f", NULL, "bf", "c"};
  if (type.code == CAPSULE_BOOL) capsule_append(text, "bool");
  else if (type.code < 6 && names[type.code] != NULL)
    capsule_append(text, "%s%u", names[type.code], (unsigned)type.bits);
  else capsule_append(text, "type %u of %u bits", (unsigned)type.code, (unsigned)type.bits);
}

/* Appends type and shape: f64[3][4]. */
static inline void capsule_append_shape(capsule_text *text, const capsule_data *data) {
  capsule_append_dtype(text, data->dtype);
  for (int32_t i = 0; i < data->ndim; i++) {
    if (i == 8) {
      capsule_append(text, "... (%d dimensions)", (int)data->ndim);
      break;
    }
    capsule_append(text, "[%lld]", (long long)data->shape[i]);
  }
}

static inline bool capsule_data_is_empty(const capsule_data *data) {
  for (int32_t i = 0; i < data->ndim; i++)
    if (data->shape[i] == 0) return true;
  return false;
}

/* The number of elements. It does not overflow for valid data. */
static inline size_t capsule_data_count(const capsule_data *data) {
  size_t count = 1;
  if (capsule_data_is_empty(data)) return 0;
  for (int32_t i = 0; i < data->ndim; i++) count *= (size_t)data->shape[i];
  return count;
}

/* The size of the elements in bytes, without gaps between them. */
static inline size_t capsule_data_bytes(const capsule_data *data) {
  return capsule_data_count(data) * (data->dtype.bits / 8u);
}

/* The number of bytes from the lowest to the highest element, both included. */
static inline size_t capsule_data_span(const capsule_data *data) {
  uint64_t span = 1;
  if (capsule_data_is_empty(data)) return 0;
  for (int32_t i = 0; i < data->ndim; i++) {
    const int64_t stride = data->strides[i];
    const uint64_t step = stride < 0 ? 0 - (uint64_t)stride : (uint64_t)stride;
    span += ((uint64_t)data->shape[i] - 1) * step;
  }
  return (size_t)span * (data->dtype.bits / 8u);
}

/* Returns what is wrong with a description, or NULL if it is valid. NULL strides mean row-major. */
static inline const char *capsule_data_fault(const capsule_data *data) {
  if (data == NULL) return "NULL";
  if (data->size < CAPSULE_DATA_SIZE_1) return "a description of another size";
  if ((data->flags & ~(uint32_t)CAPSULE_KNOWN_DATA_FLAGS) != 0) return "unknown flags";
  if (!capsule_dtype_is_valid(data->dtype)) return "elements of an unknown type";
  if (data->ndim < 0 || data->ndim > CAPSULE_MAX_DIMENSIONS) return "more than 64 dimensions";
  if (data->ndim > 0 && data->shape == NULL) return "dimensions without a shape";
  for (int32_t i = 0; i < data->ndim; i++)
    if (data->shape[i] < 0) return "a negative extent";
  if (capsule_data_is_empty(data)) return NULL;
  if (data->data == NULL) return "elements without memory";
  /* Both the size of all elements and the distance between the outermost must fit PTRDIFF_MAX. */
  const uint64_t max_elements = (uint64_t)(PTRDIFF_MAX / (data->dtype.bits / 8));
  uint64_t count = 1, span = 0;
  for (int32_t i = 0; i < data->ndim; i++) {
    const uint64_t extent = (uint64_t)data->shape[i];
    if (extent > max_elements / count) return "more elements than memory has room for";
    count *= extent;
    if (data->strides == NULL || extent == 1) continue;
    const int64_t stride = data->strides[i];
    const uint64_t step = stride < 0 ? 0 - (uint64_t)stride : (uint64_t)stride;
    if (step != 0 && extent - 1 > (max_elements - span) / step)
      return "strides that memory has no room for";
    span += (extent - 1) * step;
  }
  return NULL;
}

/* Computes the strides of row-major data. */
static inline void capsule_fill_strides(const capsule_data *data, int64_t *strides) {
  int64_t step = 1;
  for (int32_t i = data->ndim - 1; i >= 0; i--) {
    const int64_t extent = data->shape[i];
    strides[i] = step;
    /* The product overflows only if another extent is 0: then no stride is used. */
    if (extent > 0 && step <= INT64_MAX / extent) step *= extent;
  }
}

/* Copies a description with its shape and strides into `memory`; the description comes last. */
static inline const capsule_data *capsule_copy_data(void *memory, const capsule_data *data) {
  const size_t ndim = (size_t)data->ndim;
  int64_t *shape = (int64_t *)memory;
  capsule_data *copy = (capsule_data *)(void *)(shape + 2 * ndim);
  *copy = *data;
  copy->size = sizeof(capsule_data);
  copy->shape = shape;
  copy->strides = shape + ndim;
  if (ndim == 0) return copy;
  memcpy(shape, data->shape, ndim * sizeof(int64_t));
  if (data->strides == NULL) capsule_fill_strides(data, shape + ndim);
  else memcpy(shape + ndim, data->strides, ndim * sizeof(int64_t));
  return copy;
}

/* Whether the elements are row-major without gaps. */
static inline bool capsule_data_is_contiguous(const capsule_data *data) {
  int64_t step = 1;
  if (capsule_data_is_empty(data)) return true;
  for (int32_t i = data->ndim - 1; i >= 0; i--) {
    if (data->shape[i] != 1 && data->strides[i] != step) return false;
    step *= data->shape[i];
  }
  return true;
}

#endif
