/* array.c: checks an ArrowArray, and copies its values. */
#include "column.h"

#include <math.h>
#include <string.h>

static bool unsound(stats_arrow_refusal *refusal, const char *found) {
  return stats_arrow_refuse(refusal, STATS_ARROW_UNSOUND, "a valid ArrowArray", found, "");
}

static int64_t size_of(char format) {
  switch (format) {
    case 'c':
    case 'C': return 1;
    case 's':
    case 'S': return 2;
    case 'f':
    case 'i':
    case 'I': return 4;
    default: return 8;
  }
}

/* What holds for the array of a column and for that of a struct. */
static bool check(const struct ArrowArray *array, int64_t n_buffers, int64_t n_children,
                  int64_t element_size, stats_arrow_refusal *refusal) {
  const int64_t most = (int64_t)(PTRDIFF_MAX / element_size);
  if (array->length < 0) return unsound(refusal, "a negative length");
  if (array->offset < 0) return unsound(refusal, "a negative offset");
  if (array->offset > most || array->length > most - array->offset)
    return unsound(refusal, "an offset and a length that memory has no room for");
  if (array->n_buffers != n_buffers)
    return unsound(refusal, "another n_buffers than its format has");
  if (array->buffers == NULL) return unsound(refusal, "n_buffers without buffers");
  if (array->n_children != n_children)
    return unsound(refusal, "another n_children than its schema has");
  if (n_children > 0 && array->children == NULL)
    return unsound(refusal, "n_children without children");
  if (array->dictionary != NULL)
    return unsound(refusal, "a dictionary that its schema does not have");
  if (array->null_count < -1) return unsound(refusal, "a negative null_count");
  if (array->null_count > array->length) return unsound(refusal, "more nulls than values");
  if (array->null_count > 0 && array->buffers[0] == NULL)
    return unsound(refusal, "a null_count without a validity bitmap");
  return true;
}

static bool is_set(const uint8_t *bitmap, int64_t i) {
  return bitmap == NULL || ((bitmap[i / 8] >> (i % 8)) & 1) != 0;
}

static bool is_valid(const stats_arrow_view *view, int64_t i) {
  return is_set(view->bitmap[0], view->first[0] + i) && is_set(view->bitmap[1], view->first[1] + i);
}

static int count_bits(uint64_t bits) {
  bits -= (bits >> 1) & UINT64_C(0x5555555555555555);
  bits = (bits & UINT64_C(0x3333333333333333)) + ((bits >> 2) & UINT64_C(0x3333333333333333));
  bits = (bits + (bits >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
  return (int)((bits * UINT64_C(0x0101010101010101)) >> 56);
}

/* The number of zeros among `length` bits. */
static int64_t count_zeros(const uint8_t *bitmap, int64_t first, int64_t length) {
  int64_t ones = 0, i = 0;
  for (; i < length && (first + i) % 8 != 0; i++) ones += is_set(bitmap, first + i);
  for (; length - i >= 64; i += 64) {
    uint64_t bits;
    memcpy(&bits, bitmap + (first + i) / 8, sizeof(bits));
    ones += count_bits(bits);
  }
  for (; i < length; i++) ones += is_set(bitmap, first + i);
  return length - ones;
}

static int64_t count_nulls(const stats_arrow_view *view) {
  const int which = view->bitmap[0] != NULL ? 0 : 1;
  int64_t nulls = 0;
  if (view->bitmap[which] == NULL) return 0;
  if (view->bitmap[1 - which] == NULL)
    return count_zeros(view->bitmap[which], view->first[which], view->length);
  for (int64_t i = 0; i < view->length; i++) nulls += !is_valid(view, i);
  return nulls;
}

/* The validity bitmap; NULL if the array says that there are no nulls. */
static const uint8_t *bitmap_of(const struct ArrowArray *array) {
  return array->null_count == 0 ? NULL : (const uint8_t *)array->buffers[0];
}

bool stats_arrow_read(const struct ArrowArray *array, const stats_arrow_field *field,
                      stats_arrow_view *view, stats_arrow_refusal *refusal) {
  const struct ArrowArray *column = array;
  const int64_t size = size_of(field->format);
  int64_t start;
  memset(view, 0, sizeof(*view));
  view->format = field->format;
  if (field->child >= 0) {
    if (!check(array, 1, field->n_children, 1, refusal)) return false;
    column = array->children[field->child];
    if (column == NULL) return unsound(refusal, "a child that is NULL");
    view->bitmap[1] = bitmap_of(array);
    view->first[1] = array->offset;
  }
  if (!check(column, 2, 0, size, refusal)) return false;
  view->length = array->length;
  start = column->offset;
  if (column != array) {
    if (array->length > column->length || array->offset > column->length - array->length)
      return unsound(refusal, "a child that is shorter than its table");
    start += array->offset;
  }
  view->bitmap[0] = bitmap_of(column);
  view->first[0] = start;
  if (view->length == 0) return true;
  if (column->buffers[1] == NULL) return unsound(refusal, "values without memory");
  view->values = (const char *)column->buffers[1] + start * size;
  view->nulls = count_nulls(view);
  if (column == array && array->null_count >= 0 && array->null_count != view->nulls)
    return unsound(refusal, "another null_count than its validity bitmap has");
  return true;
}

bool stats_arrow_is_in_place(const stats_arrow_view *view) {
  return view->format == 'g' && view->nulls == 0 && (uintptr_t)view->values % sizeof(double) == 0;
}

/* Copies the values of one C type. Values are read with memcpy, because they may be unaligned. */
#define COPY(type)                                                                                 \
  do {                                                                                             \
    const char *from = view->values;                                                               \
    for (int64_t i = 0; i < view->length; i++, from += sizeof(type)) {                             \
      type value;                                                                                  \
      memcpy(&value, from, sizeof(type));                                                          \
      if (view->nulls == 0 || is_valid(view, i)) to[count++] = (double)value;                      \
      else if (keep) to[count++] = (double)NAN;                                                    \
    }                                                                                              \
    return count;                                                                                  \
  } while (0)

int64_t stats_arrow_copy(const stats_arrow_view *view, bool keep, double *to) {
  int64_t count = 0;
  switch (view->format) {
    case 'g': COPY(double);
    case 'f': COPY(float);
    case 'c': COPY(int8_t);
    case 'C': COPY(uint8_t);
    case 's': COPY(int16_t);
    case 'S': COPY(uint16_t);
    case 'i': COPY(int32_t);
    case 'I': COPY(uint32_t);
    case 'l': COPY(int64_t);
    default: COPY(uint64_t);
  }
}

void stats_arrow_mask(const stats_arrow_view *view, uint8_t *mask) {
  for (int64_t i = 0; i < view->length; i++) mask[i] = is_valid(view, i);
}
