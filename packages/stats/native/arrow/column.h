/* column.h: reads numbers from structs of the Arrow C data interface. What is wrong with them is
   rejected if it can be known; what `length` and the pointers claim has to be true. */
#ifndef STATS_ARROW_COLUMN_H
#define STATS_ARROW_COLUMN_H

#include <capsule/detail/arrow_abi.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum stats_arrow_fault {
  STATS_ARROW_OK = 0,
  STATS_ARROW_TYPE,      /* the type of the column is none that is accepted */
  STATS_ARROW_UNSOUND,   /* a struct is invalid */
  STATS_ARROW_NO_COLUMN, /* there is no column with the name, or a name is required */
  STATS_ARROW_FAILED,    /* the stream has reported an error */
  STATS_ARROW_NO_MEMORY
} stats_arrow_fault;

/* Why something was rejected, for a message. The texts are cut if they are too long. */
typedef struct stats_arrow_refusal {
  stats_arrow_fault fault;
  char expected[256];
  char found[512];
  char advice[512];
} stats_arrow_refusal;

/* Sets a refusal. Returns false, for the caller to return. */
bool stats_arrow_refuse(stats_arrow_refusal *refusal, stats_arrow_fault fault, const char *expected,
                        const char *found, const char *advice);

/* The column that is read: the root of a schema, or a child of a struct. */
typedef struct stats_arrow_field {
  char format;        /* one of "gfcCsSiIlL" */
  int64_t child;      /* the index of the child; -1 for the root */
  int64_t n_children; /* of the root */
} stats_arrow_field;

/* Finds the column in a schema: by its name in a table; the root if `name` is NULL. */
bool stats_arrow_find(const struct ArrowSchema *schema, const char *name, stats_arrow_field *field,
                      stats_arrow_refusal *refusal);

/* The values of one array. A value is null if a bitmap has a 0 for it. */
typedef struct stats_arrow_view {
  char format;
  int64_t length;
  int64_t nulls;
  const char *values;       /* the first one; not aligned, perhaps */
  const uint8_t *bitmap[2]; /* of the column and of the struct that it is in; may be NULL */
  int64_t first[2];         /* the bit of the first value */
} stats_arrow_view;

/* Checks an array, and finds its values. */
bool stats_arrow_read(const struct ArrowArray *array, const stats_arrow_field *field,
                      stats_arrow_view *view, stats_arrow_refusal *refusal);

/* Whether the values are doubles that can be used where they are: float64, aligned, no nulls. */
bool stats_arrow_is_in_place(const stats_arrow_view *view);

/* Copies the values that are not null, as doubles, and returns their number. If `keep` is true, a
   null becomes NaN, and all `length` values are written. */
int64_t stats_arrow_copy(const stats_arrow_view *view, bool keep, double *to);

/* mask[i] becomes 1 if value i is not null, else 0. */
void stats_arrow_mask(const stats_arrow_view *view, uint8_t *mask);

#ifdef __cplusplus
}
#endif

#endif
