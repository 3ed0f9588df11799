/* arguments.cc: reads samples from data capsules of any producer. */
#include "arguments.h"

#include "exports.h"
#include "out_of_memory.h"

namespace {

bool IsNumbers(const capsule_data *data) {
  return data->ndim == 1 && (capsule_dtype_equal(data->dtype, CAPSULE_F64) ||
                             capsule_dtype_equal(data->dtype, CAPSULE_F32));
}

bool IsContiguousDoubles(const capsule_data *data) {
  return capsule_dtype_equal(data->dtype, CAPSULE_F64) && capsule_data_is_contiguous(data) &&
         reinterpret_cast<uintptr_t>(data->data) % alignof(double) == 0;
}

template <typename T> void Widen(const capsule_data *data, size_t n, double *to) {
  const auto *from = static_cast<const char *>(data->data);
  const int64_t step = data->strides[0] * static_cast<int64_t>(sizeof(T));
  for (size_t i = 0; i < n; i++, from += step) {
    T value;
    memcpy(&value, from, sizeof(value));
    to[i] = static_cast<double>(value);
  }
}

} // namespace

bool OpenSample(napi_env env, napi_value value, Sample *sample) {
  if (capsule_check(env, value, nullptr) == CAPSULE_NOT_A_CAPSULE)
    return Reject(env, "expected a Float64Array that is long enough");
  sample->held = capsule_open_data(env, value, nullptr);
  if (sample->held == nullptr) return false;
  const capsule_data *data = sample->held->data;
  if (!IsNumbers(data)) return Reject(env, "expected numbers in one dimension");
  sample->n = capsule_data_count(data);
  sample->data = static_cast<double *>(data->data);
  if (sample->n == 0 || IsContiguousDoubles(data)) return true;
  sample->data = sample->copy = sample->n > SIZE_MAX / sizeof(double)
                                    ? nullptr
                                    : static_cast<double *>(malloc(sample->n * sizeof(double)));
  if (sample->copy == nullptr) {
    ThrowOutOfMemory(env, "Reading a data capsule", sample->n);
    return false;
  }
  if (capsule_dtype_equal(data->dtype, CAPSULE_F64)) Widen<double>(data, sample->n, sample->copy);
  else Widen<float>(data, sample->n, sample->copy);
  return true;
}

napi_value ThrowUnlessPending(napi_env env) {
  const napi_extended_error_info *last = nullptr;
  napi_status status = napi_generic_failure;
  if (napi_get_last_error_info(env, &last) == napi_ok && last->error_code != napi_ok)
    status = last->error_code;
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Computing a statistic", nullptr);
  capsule_throw_status(env, &refusal, status);
  /* Creating or throwing that error may have failed as well. */
  bool pending = false;
  for (int attempt = 0; attempt < 2; attempt++) {
    if (napi_is_exception_pending(env, &pending) == napi_ok && pending) break;
    napi_throw_error(env, "ERR_CAPSULE_ENGINE_REFUSED",
                     "Computing a statistic: expected Node-API to succeed, found a call that "
                     "failed.");
  }
  return nullptr;
}

napi_value LengthOf(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value, result;
  if (napi_get_cb_info(env, info, &count, &value, nullptr, nullptr) != napi_ok) return nullptr;
  capsule_envelope *held = capsule_open_data(env, value, nullptr);
  if (held == nullptr) return nullptr;
  const double length =
      IsNumbers(held->data) ? static_cast<double>(capsule_data_count(held->data)) : -1;
  capsule_release(held);
  return napi_create_double(env, length, &result) == napi_ok ? result : nullptr;
}

napi_value HoldSample(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value;
  if (napi_get_cb_info(env, info, &count, &value, nullptr, nullptr) != napi_ok) return nullptr;
  capsule_envelope *held = capsule_open_data(env, value, nullptr);
  if (held == nullptr) return nullptr;
  const auto release = [](void *, void *context) {
    capsule_release(static_cast<capsule_envelope *>(context));
  };
  napi_value capsule = capsule_seal_data(env, COLUMN, held->data, held, release);
  if (capsule == nullptr) capsule_release(held);
  return capsule;
}
