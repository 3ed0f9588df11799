/* column.h: builds columns of numbers in the Arrow memory format. Plain C: no Node-API. */
#ifndef COLUMN_H
#define COLUMN_H

#include <capsule/detail/arrow_abi.h>
#include <stdbool.h>

/* The values of a column, and which of them are null. A column may be exported any number of times,
   from any thread: each export counts a reference to the memory. */
typedef struct column column;

/* Copies values.

     format     of Arrow: "g" for double, "i" for int32_t and so on; one character.
     size       bytes of an element.
     bitmap     bit i is 0 if value i is null; NULL if none is. It has (n + 7) / 8 bytes.

   Returns    a column with one reference, or NULL if there is no memory. */
column *column_create(char format, size_t size, const void *values, const uint8_t *bitmap,
                      int64_t n);

/* Releases a reference. */
void column_release(column *self);

/* Fills in a schema. Returns false if there is no memory. */
bool column_export_schema(column *self, struct ArrowSchema *out);

/* Fills in an array of the values from `offset` on, without a copy. */
bool column_export_array(column *self, int64_t offset, int64_t length, struct ArrowArray *out);

/* Fills in a stream of arrays of `batch` values each. */
bool column_export_stream(column *self, int64_t offset, int64_t length, int64_t batch,
                          struct ArrowArrayStream *out);

#endif
