/* capsule_data.c: the examples for capsule_data.h. */
#include "reference.h"

#include <capsule/capsule_data.h>

#include <stdlib.h>

/* #region capsule_seal_data CAPSULE_DATA_OF CAPSULE_I8 */
static void free_values(void *pointer, void *context) {
  (void)context;
  free(pointer);
}

/* A matrix of 2 rows with 3 values each: 0 to 5. */
static napi_value seal_matrix(napi_env env, napi_value value) {
  (void)value;
  double *values = (double *)malloc(6 * sizeof(double));
  if (values == NULL) {
    napi_throw_error(env, NULL, "seal_matrix(): expected memory for 6 numbers, found none.");
    return NULL;
  }
  for (int i = 0; i < 6; i++) values[i] = i;
  const int64_t shape[] = {2, 3};
  const capsule_data data = CAPSULE_DATA_OF(values, CAPSULE_F64, 2, shape);
  napi_value capsule = capsule_seal_data(env, "@example/matrix", &data, NULL, free_values);
  if (capsule == NULL) free(values); /* rejected: the caller still owns the memory */
  return capsule;
}
/* #endregion */

/* #region capsule_open_data capsule_data_count capsule_data_is_contiguous capsule_dtype_equal */
/* The sum of a vector or matrix of doubles, without a copy. */
static napi_value sum(napi_env env, napi_value value) {
  capsule_envelope *held = capsule_open_data(env, value, NULL); /* any name: the type is checked */
  if (held == NULL) return NULL;
  const capsule_data *data = held->data;
  if (!capsule_dtype_equal(data->dtype, CAPSULE_F64) || !capsule_data_is_contiguous(data)) {
    capsule_release(held);
    napi_throw_type_error(env, NULL, "sum(data): expected contiguous f64, found other data.");
    return NULL;
  }
  const double *x = (const double *)data->data;
  double total = 0;
  for (size_t i = 0; i < capsule_data_count(data); i++) total += x[i];
  capsule_release(held);
  return number(env, total);
}
/* #endregion */

/* #region capsule_take_data capsule_data_bytes */
/* Clears the contents, which no other addon can open any more. */
static napi_value clear(napi_env env, napi_value value) {
  capsule_envelope *held = capsule_take_data(env, value, "@example/matrix");
  if (held == NULL) return NULL;
  size_t cleared = 0;
  if (capsule_is_exclusive(held) && capsule_data_is_contiguous(held->data)) {
    cleared = capsule_data_bytes(held->data);
    memset(held->data->data, 0, cleared);
  }
  capsule_release(held);
  return number(env, (double)cleared);
}
/* #endregion */

bool reference_data(napi_env env, napi_value exports) {
  return reference_export(env, exports, "seal_matrix", seal_matrix) &&
         reference_export(env, exports, "sum", sum) &&
         reference_export(env, exports, "clear", clear);
}
