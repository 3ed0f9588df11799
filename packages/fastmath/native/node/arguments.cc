/* arguments.cc: reads arguments and returns results. The status of every Node-API call is checked,
   because the engine may be out of memory, or the environment may be in teardown. */
#include "arguments.h"

napi_value ThrowStatus(napi_env env, napi_status status) {
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Calling fastmath", nullptr);
  return capsule_throw_status(env, &refusal, status);
}

bool ThrowType(napi_env env, const char *message) {
  const napi_status status = napi_throw_type_error(env, nullptr, message);
  if (status != napi_ok) ThrowStatus(env, status);
  return false;
}

bool ThrowRange(napi_env env, const char *message) {
  const napi_status status = napi_throw_range_error(env, nullptr, message);
  if (status != napi_ok) ThrowStatus(env, status);
  return false;
}

bool Arguments::Read(napi_callback_info info) {
  size_t count = sizeof(value) / sizeof *value;
  const napi_status status = napi_get_cb_info(env, info, &count, value, nullptr, &data);
  if (status != napi_ok) ThrowStatus(env, status);
  return status == napi_ok;
}

bool Arguments::GetTypedArray(size_t i, napi_typedarray_type type, const char *expected,
                              void **memory, size_t *n) const {
  napi_typedarray_type found = napi_uint8_array;
  const napi_status status =
      napi_get_typedarray_info(env, value[i], &found, n, memory, nullptr, nullptr);
  if (status == napi_ok && found == type) return true;
  if (status == napi_ok || status == napi_invalid_arg) return ThrowType(env, expected);
  ThrowStatus(env, status);
  return false;
}

bool Arguments::Get(size_t i, Vector *vector, size_t min_length) const {
  void *memory = nullptr;
  if (!GetTypedArray(i, napi_float64_array, "expected a Float64Array", &memory, &vector->n))
    return false;
  vector->data = static_cast<double *>(memory);
  return vector->n >= min_length || ThrowRange(env, "expected a longer Float64Array");
}

bool Arguments::Get(size_t i, double *number) const {
  const napi_status status = napi_get_value_double(env, value[i], number);
  if (status == napi_number_expected) return ThrowType(env, "expected a number");
  if (status != napi_ok) ThrowStatus(env, status);
  return status == napi_ok;
}

bool Arguments::Get(size_t i, bool *boolean) const {
  const napi_status status = napi_get_value_bool(env, value[i], boolean);
  if (status == napi_boolean_expected) return ThrowType(env, "expected a boolean");
  if (status != napi_ok) ThrowStatus(env, status);
  return status == napi_ok;
}

bool Arguments::GetInteger(size_t i, double *number) const {
  if (!Get(i, number)) return false;
  const bool exact = std::trunc(*number) == *number && std::fabs(*number) <= 9007199254740991.0;
  return exact || ThrowRange(env, "expected a whole number");
}

bool Arguments::GetLength(size_t i, size_t *n) const {
  double number;
  if (!GetInteger(i, &number)) return false;
  if (!(number >= 0 && number <= static_cast<double>(PTRDIFF_MAX / sizeof(double))))
    return ThrowRange(env, "expected a length");
  *n = static_cast<size_t>(number);
  return true;
}

napi_value Arguments::Return(double number) const {
  napi_value result = nullptr;
  const napi_status status = napi_create_double(env, number, &result);
  return status == napi_ok ? result : ThrowStatus(env, status);
}

napi_value Arguments::Return(bool boolean) const {
  napi_value result = nullptr;
  const napi_status status = napi_get_boolean(env, boolean, &result);
  return status == napi_ok ? result : ThrowStatus(env, status);
}
