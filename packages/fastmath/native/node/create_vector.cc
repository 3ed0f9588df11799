/* create_vector.cc: creates data capsules of vectors in memory that C owns and aligns. Any addon
   that opens one, in any thread, reads the values without a copy. */
#include "arguments.h"
#include "functions.h"

#include <capsule/capsule_data.h>
#include <cstdlib>

namespace {

constexpr size_t ALIGNMENT = 64; /* a cache line, and the widest register */

void Free(void *, void *block) { free(block); }

/* Reads the values to copy. `given` is false if the argument is undefined. */
bool GetValues(const Arguments &in, size_t i, Vector *values, bool *given) {
  napi_valuetype type = napi_undefined;
  const napi_status status = napi_typeof(in.env, in.value[i], &type);
  if (status != napi_ok) {
    ThrowStatus(in.env, status);
    return false;
  }
  *given = type != napi_undefined;
  return !*given || in.Get(i, values);
}

napi_value Null(napi_env env) {
  napi_value null = nullptr;
  const napi_status status = napi_get_null(env, &null);
  return status == napi_ok ? null : ThrowStatus(env, status);
}

} // namespace

napi_value CreateVector(napi_env env, napi_callback_info info) {
  Arguments in(env);
  double length;
  Vector given;
  bool is_given = false;
  if (!in.Read(info) || !in.Get(0, &length) || !GetValues(in, 1, &given, &is_given)) return nullptr;
  constexpr auto max_length = static_cast<double>(PTRDIFF_MAX / sizeof(double) / 2);
  if (!(length >= 0 && length <= max_length)) {
    ThrowRange(env, "expected a length that fits in memory");
    return nullptr;
  }
  const auto n = static_cast<size_t>(length);
  if (is_given && given.n != n) {
    ThrowRange(env, "expected the given number of values");
    return nullptr;
  }
  /* calloc does not clear large blocks itself: the system provides zeroed pages. */
  void *block = calloc(n * sizeof(double) + ALIGNMENT, 1);
  if (block == nullptr) return Null(env);
  const auto address = reinterpret_cast<uintptr_t>(block);
  auto *values = reinterpret_cast<double *>((address + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
  if (given.n > 0) memcpy(values, given.data, given.Bytes());

  const int64_t shape[] = {static_cast<int64_t>(n)};
  const capsule_data data = CAPSULE_DATA_OF(values, CAPSULE_F64, 1, shape);
  const napi_value capsule = capsule_seal_data(env, "@capsule/fastmath:vector", &data, block, Free);
  if (capsule == nullptr) free(block);
  return capsule;
}
