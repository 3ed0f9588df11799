/* capsule_dlpack.c: the examples for capsule_dlpack.h. */
#include "reference.h"

#include <capsule/capsule_dlpack.h>

/* #region capsule_to_dlpack capsule_dlpack */
/* Reads the number of rows as another library would: from a tensor with its own hold. */
static napi_value count_rows(napi_env env, napi_value value) {
  capsule_envelope *held = capsule_open_data(env, value, NULL);
  if (held == NULL) return NULL;
  capsule_dlpack *tensor = capsule_to_dlpack(held);
  capsule_release(held);
  if (tensor == NULL) {
    napi_throw_error(env, NULL, "count_rows(data): expected memory for a tensor, found none.");
    return NULL;
  }
  const double rows = tensor->tensor.ndim == 0 ? 1 : (double)tensor->tensor.shape[0];
  tensor->deleter(tensor); /* the library does this when it needs the tensor no longer */
  return number(env, rows);
}
/* #endregion */

/* #region capsule_from_dlpack */
/* Seals a tensor, which here is one of this addon: any library can make it. */
static napi_value reseal(napi_env env, napi_value value) {
  capsule_envelope *held = capsule_open_data(env, value, NULL);
  if (held == NULL) return NULL;
  capsule_dlpack *tensor = capsule_to_dlpack(held);
  capsule_release(held);
  return capsule_from_dlpack(env, "@example/tensor", tensor); /* rejects NULL; owns the tensor */
}
/* #endregion */

bool reference_dlpack(napi_env env, napi_value exports) {
  return reference_export(env, exports, "count_rows", count_rows) &&
         reference_export(env, exports, "reseal", reseal);
}
