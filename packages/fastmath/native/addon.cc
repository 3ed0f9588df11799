/* addon.cc: the tables, which generated functions seal and call, and the other functions of this
   package. */
#include "parallel/parallel.h"
#include "table.h"

#include <capsule/capsule_data.h>
#include <fastmath/fastmath_functions.h>
#include <cstdlib>
#include <cstring>

namespace {

/* The tables that this CPU can run, the fastest first, and NULL. */
const fastmath_api *const *Tables() {
  static const fastmath_api *tables[FASTMATH_MAX_TABLES + 1] = {};
  static const size_t count = fastmath_tables(tables); /* once, whatever the number of threads */
  return count > 0 ? tables : nullptr;
}

bool ReadArguments(napi_env env, napi_callback_info info, napi_value *in) {
  size_t count = 2;
  const napi_status status = napi_get_cb_info(env, info, &count, in, nullptr, nullptr);
  return status == napi_ok || capsule_fail(env) != nullptr;
}

napi_value Reject(napi_env env, const char *message) {
  return napi_throw_type_error(env, nullptr, message) == napi_ok ? nullptr : capsule_fail(env);
}

/* Reads a number between two bounds. Throws and returns false for any other value. */
bool ReadNumber(napi_env env, napi_value value, double low, double high, size_t *number,
                const char *expected = "expected a number of threads") {
  double given = -1;
  const napi_status status = napi_get_value_double(env, value, &given);
  if (status != napi_ok || !(given >= low && given <= high))
    return Reject(env, expected) != nullptr;
  *number = static_cast<size_t>(given);
  return true;
}

/* useThreads(threads, cores): returns the number that is in effect for the process. */
napi_value UseThreads(napi_env env, napi_callback_info info) {
  napi_value in[2], result = nullptr;
  size_t threads = 1, cores = 1;
  if (!ReadArguments(env, info, in) || !ReadNumber(env, in[0], 1, MAX_THREADS, &threads) ||
      !ReadNumber(env, in[1], 1, MAX_THREADS, &cores))
    return nullptr;
  const auto used = static_cast<double>(set_thread_count(threads, cores));
  return napi_create_double(env, used, &result) == napi_ok ? result : capsule_fail(env);
}

/* forceThreads(threads, always): see force_threads. Returns `always`. */
napi_value ForceThreads(napi_env env, napi_callback_info info) {
  napi_value in[2];
  size_t threads = 1;
  bool always = false;
  if (!ReadArguments(env, info, in) || !ReadNumber(env, in[0], 1, MAX_THREADS, &threads))
    return nullptr;
  if (napi_get_value_bool(env, in[1], &always) != napi_ok) return Reject(env, "expected a boolean");
  force_threads(threads, always);
  return in[1];
}

void Free(void *, void *block) { free(block); }

/* vector(n, values | undefined): returns a data capsule of n numbers in memory that C owns and
   aligns; null when there is no memory. */
napi_value CreateVector(napi_env env, napi_callback_info info) {
  constexpr size_t alignment = 64; /* a cache line, and the widest register */
  constexpr auto most = static_cast<double>(PTRDIFF_MAX / sizeof(double) / 2);
  napi_value in[2], null = nullptr;
  napi_valuetype type = napi_undefined;
  size_t n = 0, bytes = 0;
  void *given = nullptr;
  if (!ReadArguments(env, info, in) ||
      !ReadNumber(env, in[0], 0, most, &n, "expected a length that fits in memory"))
    return nullptr;
  if (napi_typeof(env, in[1], &type) != napi_ok) return capsule_fail(env);
  if (type != napi_undefined &&
      (napi_get_buffer_info(env, in[1], &given, &bytes) != napi_ok || bytes != n * sizeof(double)))
    return Reject(env, "expected the given number of values");
  /* calloc does not clear large blocks itself: the system provides zeroed pages. */
  void *block = calloc(n * sizeof(double) + alignment, 1);
  if (block == nullptr) return napi_get_null(env, &null) == napi_ok ? null : capsule_fail(env);
  const auto address = reinterpret_cast<uintptr_t>(block);
  auto *values = reinterpret_cast<double *>((address + alignment - 1) / alignment * alignment);
  if (bytes > 0) memcpy(values, given, bytes);
  const int64_t shape[] = {static_cast<int64_t>(n)};
  const capsule_data data = CAPSULE_DATA_OF(values, CAPSULE_F64, 1, shape);
  const napi_value capsule = capsule_seal_data(env, "@capsule/fastmath:vector", &data, block, Free);
  if (capsule == nullptr) free(block);
  return capsule;
}

} // namespace

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {
      {"useThreads", nullptr, UseThreads, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"forceThreads", nullptr, ForceThreads, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"vector", nullptr, CreateVector, nullptr, nullptr, nullptr, napi_enumerable, nullptr}};
  if (!fastmath_define_variants(env, exports, Tables())) return nullptr;
  return napi_define_properties(env, exports, 3, functions) == napi_ok ? exports
                                                                       : capsule_fail(env);
}
