/* abi.c: the examples for abi.h. Most addons need none of this: capsule.h reads these structs. */
#include "reference.h"

#include <capsule/capsule_data.h>

/* #region capsule_kind capsule_state */
static napi_value is_live_pointer(napi_env env, napi_value value) {
  capsule_info info;
  if (!capsule_label(env, value, &info)) return NULL;
  return number(env, info.kind == CAPSULE_POINTER && info.state == CAPSULE_STATE_LIVE);
}
/* #endregion */

/* #region capsule_entry_flags */
static napi_value count_retired(napi_env env, napi_value value) {
  capsule_info info;
  if (!capsule_label(env, value, &info)) return NULL;
  double retired = 0;
  for (size_t i = 0; info.contract != NULL && i < info.contract->count; i++)
    if ((info.contract->entries[i].flags & CAPSULE_RETIRED) != 0) retired++;
  return number(env, retired);
}
/* #endregion */

/* #region capsule_dtype capsule_data_flags capsule_data */
static napi_value bytes_to_write(napi_env env, napi_value value) {
  capsule_envelope *held = capsule_open_data(env, value, NULL);
  if (held == NULL) return NULL;
  const capsule_data *data = held->data;
  const bool is_read_only = (data->flags & CAPSULE_READ_ONLY) != 0;
  double bytes = is_read_only ? 0 : data->dtype.bits / 8 * data->dtype.lanes;
  for (int32_t i = 0; i < data->ndim; i++) bytes *= (double)data->shape[i];
  capsule_release(held);
  return number(env, bytes);
}
/* #endregion */

/* #region capsule_envelope CAPSULE_MAGIC CAPSULE_HANDLE CAPSULE_SIZE_WITH */
static napi_value count_values(napi_env env, napi_value value) {
  capsule_envelope *held = capsule_open_data(env, value, NULL);
  if (held == NULL) return NULL;
  /* What capsule_open_data has checked: */
  const bool is_valid = held->magic == CAPSULE_MAGIC && held->abi == CAPSULE_ABI &&
                        held->size >= CAPSULE_SIZE_WITH(capsule_envelope, data);
  /* The low half counts holds, this one too; the high half counts JavaScript values. */
  const uint64_t values = capsule_atomic_load_64(&held->count) / CAPSULE_HANDLE;
  capsule_release(held);
  return number(env, is_valid ? (double)values : -1);
}
/* #endregion */

/* #region CAPSULE_MAX_NAME */
static napi_value copy_name(napi_env env, napi_value value) {
  char name[CAPSULE_MAX_NAME + 1];
  capsule_info info;
  if (!capsule_label(env, value, &info)) return NULL;
  const int length = snprintf(name, sizeof(name), "%s", info.name); /* always fits */
  return number(env, length);
}
/* #endregion */

bool reference_abi(napi_env env, napi_value exports) {
  return reference_export(env, exports, "is_live_pointer", is_live_pointer) &&
         reference_export(env, exports, "count_retired", count_retired) &&
         reference_export(env, exports, "bytes_to_write", bytes_to_write) &&
         reference_export(env, exports, "count_values", count_values) &&
         reference_export(env, exports, "copy_name", copy_name);
}
