/* create_vector.cc: vectors in memory that C owns and aligns, sealed as data. Any addon that opens one, in
   any thread, reads the values without a copy. */
#include "functions.h"

#include <capsule/capsule_data.h>
#include <cstdlib>

namespace {

constexpr size_t ALIGNMENT = 64; /* a cache line, and the widest register */

void Free(void *, void *block) { free(block); }

} // namespace

Napi::Value CreateVector(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  const bool given = info[1].IsTypedArray() &&
                     info[1].As<Napi::TypedArray>().TypedArrayType() == napi_float64_array;
  if (!info[0].IsNumber() || !(given || info[1].IsUndefined()))
    throw Napi::TypeError::New(env, "expected a number, and a Float64Array or undefined");
  const double length = info[0].As<Napi::Number>();
  constexpr auto max_length = static_cast<double>(PTRDIFF_MAX / sizeof(double) / 2);
  if (!(length >= 0 && length <= max_length))
    throw Napi::RangeError::New(env, "expected a length that fits in memory");
  const auto n = static_cast<size_t>(length);
  if (given && info[1].As<Napi::Float64Array>().ElementLength() != n)
    throw Napi::RangeError::New(env, "expected the given number of values");
  /* For large blocks calloc relies on the system, which has zeroed them. */
  void *block = calloc(n * sizeof(double) + ALIGNMENT, 1);
  if (block == nullptr) return env.Null();
  const auto address = reinterpret_cast<uintptr_t>(block);
  auto *values = reinterpret_cast<double *>((address + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
  if (given && n > 0) memcpy(values, info[1].As<Napi::Float64Array>().Data(), n * sizeof(double));

  const int64_t shape[] = {static_cast<int64_t>(n)};
  const capsule_data data = CAPSULE_DATA_OF(values, CAPSULE_F64, 1, shape);
  const napi_value capsule = capsule_seal_data(env, "@capsule/fastmath:vector", &data, block, Free);
  if (capsule == nullptr) free(block);
  return Napi::Value(env, capsule);
}
