/* column.c: the memory of a column, and the structs that refer to it. */
#include "column.h"

#include <capsule/abi.h> /* atomic operations, which C11 does not have with every compiler */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct column {
  CAPSULE_ALIGNED_8 uint64_t references;
  char format[2];
  int64_t n;
  bool has_nulls;
  const void *buffers[2]; /* as Arrow has them: the bitmap, the values */
};

/* Both buffers are aligned to 64 bytes, as Arrow recommends. */
static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

column *column_create(char format, size_t size, const void *values, const uint8_t *bitmap,
                      int64_t n) {
  const size_t bitmap_size = bitmap == NULL ? 0 : ((size_t)n + 7) / 8;
  const size_t values_size = (size_t)n * size;
  char *memory = (char *)malloc(padded(sizeof(column)) + padded(bitmap_size) + values_size + 64);
  if (memory == NULL) return NULL;
  column *self = (column *)(void *)memory;
  char *next = memory + padded(sizeof(column));
  next += (64 - (uintptr_t)next % 64) % 64;
  memset(self, 0, sizeof(*self));
  self->references = 1;
  self->format[0] = format;
  self->n = n;
  self->has_nulls = bitmap != NULL;
  if (bitmap != NULL) self->buffers[0] = memcpy(next, bitmap, bitmap_size);
  self->buffers[1] = next + padded(bitmap_size);
  if (n > 0) memcpy(next + padded(bitmap_size), values, values_size);
  return self;
}

static void *keep(column *self) {
  capsule_atomic_add(&self->references, 1);
  return self;
}

void column_release(column *self) {
  if (capsule_atomic_add(&self->references, -1) == 0) free(self);
}

static void release_schema(struct ArrowSchema *schema) {
  column_release((column *)schema->private_data);
  schema->release = NULL;
}

static void release_array(struct ArrowArray *array) {
  column_release((column *)array->private_data);
  array->release = NULL;
}

bool column_export_schema(column *self, struct ArrowSchema *out) {
  memset(out, 0, sizeof(*out));
  out->format = self->format;
  out->name = "";
  out->flags = self->has_nulls ? ARROW_FLAG_NULLABLE : 0;
  out->private_data = keep(self);
  out->release = release_schema;
  return true;
}

bool column_export_array(column *self, int64_t offset, int64_t length, struct ArrowArray *out) {
  memset(out, 0, sizeof(*out));
  out->length = length;
  out->offset = offset;
  out->null_count = self->has_nulls ? -1 : 0; /* -1: the consumer counts, if it needs to */
  out->n_buffers = 2;
  out->buffers = self->buffers;
  out->private_data = keep(self);
  out->release = release_array;
  return true;
}

/* The state of a stream. */
typedef struct batches {
  column *source;
  int64_t next, end, batch;
} batches;

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
  const batches *self = (const batches *)stream->private_data;
  return column_export_schema(self->source, out) ? 0 : ENOMEM;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
  batches *self = (batches *)stream->private_data;
  const int64_t left = self->end - self->next;
  memset(out, 0, sizeof(*out));
  if (left <= 0) return 0; /* an array without a release callback: the end */
  const int64_t length = left < self->batch ? left : self->batch;
  if (!column_export_array(self->source, self->next, length, out)) return ENOMEM;
  self->next += length;
  return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream) {
  (void)stream;
  return "there is no memory";
}

static void release_stream(struct ArrowArrayStream *stream) {
  batches *self = (batches *)stream->private_data;
  column_release(self->source);
  free(self);
  stream->release = NULL;
}

bool column_export_stream(column *self, int64_t offset, int64_t length, int64_t batch,
                          struct ArrowArrayStream *out) {
  batches *state = (batches *)malloc(sizeof(*state));
  if (state == NULL) return false;
  state->source = (column *)keep(self);
  state->next = offset;
  state->end = offset + length;
  state->batch = batch;
  out->get_schema = get_schema;
  out->get_next = get_next;
  out->get_last_error = get_last_error;
  out->release = release_stream;
  out->private_data = state;
  return true;
}
