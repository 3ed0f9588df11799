/* addon.cc: seals the table of the variant that JavaScript names. Generated functions call it; the
   other functions of this package are here. */
#include "parallel/parallel.h"
#include "table.h"

#include <capsule/capsule_data.h>
#include <fastmath/fastmath_functions.h>
#include <fastmath/fastmath_node.h>
#include <cstdlib>
#include <cstring>

namespace {

napi_value Reject(napi_env env, const char *message) {
  return napi_throw_type_error(env, nullptr, message) == napi_ok ? nullptr : capsule_fail(env);
}

bool Define(napi_env env, napi_value object, napi_property_descriptor property) {
  property.attributes = napi_enumerable;
  if (napi_define_properties(env, object, 1, &property) == napi_ok) return true;
  capsule_fail(env);
  return false;
}

/* variants(): returns the names of the tables that this CPU can run, the fastest first. */
napi_value Variants(napi_env env, napi_callback_info) {
  const fastmath_api *tables[FASTMATH_MAX_TABLES];
  const size_t count = fastmath_tables(tables);
  napi_value names = nullptr, name = nullptr;
  if (napi_create_array(env, &names) != napi_ok) return capsule_fail(env);
  for (uint32_t i = 0; i < count; i++) {
    const char index[] = {static_cast<char>('0' + i), 0};
    if (napi_create_string_utf8(env, tables[i]->variant, NAPI_AUTO_LENGTH, &name) != napi_ok)
      return capsule_fail(env);
    if (!Define(env, names, capsule_property(index, name))) return nullptr;
  }
  return names;
}

/* load(variant): returns the capsule of a table, and its functions for JavaScript. */
napi_value Load(napi_env env, napi_callback_info info) {
  napi_value variant = nullptr, object = nullptr;
  size_t count = 1, length = 0;
  char name[32] = ""; /* a longer name is truncated, and matches no table */
  if (napi_get_cb_info(env, info, &count, &variant, nullptr, nullptr) != napi_ok)
    return capsule_fail(env);
  /* The argument is not converted: the toString of an object could run forever. */
  const napi_status status = napi_get_value_string_utf8(env, variant, name, sizeof name, &length);
  const fastmath_api *tables[FASTMATH_MAX_TABLES], *math = nullptr;
  for (size_t i = fastmath_tables(tables); status == napi_ok && i-- > 0;)
    if (strlen(tables[i]->variant) == length && memcmp(tables[i]->variant, name, length) == 0)
      math = tables[i];
  if (math == nullptr) return Reject(env, "expected one of variants()");
  const napi_value capsule = fastmath_seal(env, math); /* seal */
  if (capsule == nullptr) return nullptr;
  if (napi_create_object(env, &object) != napi_ok) return capsule_fail(env);
  const bool defined = Define(env, object, capsule_property("capsule", capsule)) &&
                       fastmath_define_functions(env, object, math);
  return defined ? object : nullptr;
}

bool GetThreadCount(napi_env env, napi_value value, size_t *threads) {
  double count = 0;
  const napi_status status = napi_get_value_double(env, value, &count);
  if (status == napi_ok && count >= 1 && count <= double{MAX_THREADS}) {
    *threads = static_cast<size_t>(count);
    return true;
  }
  Reject(env, "expected a number of threads");
  return false;
}

/* useThreads(threads, cores): returns the number that is in effect for the process. */
napi_value UseThreads(napi_env env, napi_callback_info info) {
  napi_value in[2], result = nullptr;
  size_t count = 2, threads = 1, cores = 1;
  if (napi_get_cb_info(env, info, &count, in, nullptr, nullptr) != napi_ok)
    return capsule_fail(env);
  if (!GetThreadCount(env, in[0], &threads) || !GetThreadCount(env, in[1], &cores)) return nullptr;
  const auto used = static_cast<double>(set_thread_count(threads, cores));
  return napi_create_double(env, used, &result) == napi_ok ? result : capsule_fail(env);
}

/* forceThreads(threads, always): see force_threads. Returns `always`. */
napi_value ForceThreads(napi_env env, napi_callback_info info) {
  napi_value in[2];
  size_t count = 2, threads = 1;
  bool always = false;
  if (napi_get_cb_info(env, info, &count, in, nullptr, nullptr) != napi_ok)
    return capsule_fail(env);
  if (!GetThreadCount(env, in[0], &threads)) return nullptr;
  if (napi_get_value_bool(env, in[1], &always) != napi_ok) return Reject(env, "expected a boolean");
  force_threads(threads, always);
  return in[1];
}

constexpr size_t ALIGNMENT = 64; /* a cache line, and the widest register */

void Free(void *, void *block) { free(block); }

/* vector(n, values | undefined): returns a data capsule of n numbers in memory that C owns and
   aligns; null when there is no memory. */
napi_value CreateVector(napi_env env, napi_callback_info info) {
  napi_value in[2], null = nullptr;
  size_t count = 2, bytes = 0;
  double length = -1;
  void *given = nullptr;
  if (napi_get_cb_info(env, info, &count, in, nullptr, nullptr) != napi_ok)
    return capsule_fail(env);
  constexpr auto max_length = static_cast<double>(PTRDIFF_MAX / sizeof(double) / 2);
  if (napi_get_value_double(env, in[0], &length) != napi_ok ||
      !(length >= 0 && length <= max_length))
    return Reject(env, "expected a length that fits in memory");
  const auto n = static_cast<size_t>(length);
  napi_valuetype type = napi_undefined;
  if (napi_typeof(env, in[1], &type) != napi_ok) return capsule_fail(env);
  if (type != napi_undefined &&
      (napi_get_buffer_info(env, in[1], &given, &bytes) != napi_ok || bytes != n * sizeof(double)))
    return Reject(env, "expected the given number of values");
  /* calloc does not clear large blocks itself: the system provides zeroed pages. */
  void *block = calloc(n * sizeof(double) + ALIGNMENT, 1);
  if (block == nullptr) return napi_get_null(env, &null) == napi_ok ? null : capsule_fail(env);
  const auto address = reinterpret_cast<uintptr_t>(block);
  auto *values = reinterpret_cast<double *>((address + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
  if (bytes > 0) memcpy(values, given, bytes);

  const int64_t shape[] = {static_cast<int64_t>(n)};
  const capsule_data data = CAPSULE_DATA_OF(values, CAPSULE_F64, 1, shape);
  const napi_value capsule = capsule_seal_data(env, "@capsule/fastmath:vector", &data, block, Free);
  if (capsule == nullptr) free(block);
  return capsule;
}

bool DefineFunction(napi_env env, napi_value object, const char *name, napi_callback function) {
  napi_property_descriptor property = capsule_property(name, nullptr);
  property.method = function;
  return Define(env, object, property);
}

} // namespace

NAPI_MODULE_INIT() {
  const bool defined = DefineFunction(env, exports, "variants", Variants) &&
                       DefineFunction(env, exports, "load", Load) &&
                       DefineFunction(env, exports, "useThreads", UseThreads) &&
                       DefineFunction(env, exports, "forceThreads", ForceThreads) &&
                       DefineFunction(env, exports, "vector", CreateVector);
  return defined ? exports : nullptr;
}
