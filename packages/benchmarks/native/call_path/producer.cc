/* producer.cc: seals the table, and exports the same functions to JavaScript, for calls through
   JavaScript. */
#include "../properties.h"
#include "table.h"

#include <benchmarks/benchmarks_node.h>

namespace {

napi_value Empty(napi_env, napi_callback_info) { return nullptr; }

napi_value Add(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value argument[2], result;
  double a, b;
  if (napi_get_cb_info(env, info, &count, argument, nullptr, nullptr) != napi_ok ||
      napi_get_value_double(env, argument[0], &a) != napi_ok ||
      napi_get_value_double(env, argument[1], &b) != napi_ok ||
      napi_create_double(env, benchmarks_add(a, b), &result) != napi_ok)
    return nullptr;
  return result;
}

napi_value Dot(napi_env env, napi_callback_info info) {
  size_t count = 2, n, m;
  napi_value argument[2], result;
  void *x, *y;
  napi_typedarray_type type_x, type_y;
  if (napi_get_cb_info(env, info, &count, argument, nullptr, nullptr) != napi_ok ||
      napi_get_typedarray_info(env, argument[0], &type_x, &n, &x, nullptr, nullptr) != napi_ok ||
      napi_get_typedarray_info(env, argument[1], &type_y, &m, &y, nullptr, nullptr) != napi_ok ||
      type_x != napi_float64_array || type_y != napi_float64_array || n != m || n % 8 != 0) {
    napi_throw_type_error(env, nullptr, "expected two Float64Arrays of 8, 16, ... values");
    return nullptr;
  }
  const double value = benchmarks_dot(static_cast<double *>(x), static_cast<double *>(y), n);
  return napi_create_double(env, value, &result) == napi_ok ? result : nullptr;
}

} // namespace

NAPI_MODULE_INIT() {
  const napi_value capsule = benchmarks_seal(env, &benchmarks_table);
  if (capsule == nullptr) return nullptr;
  return Export(
      env, exports,
      {Value("capsule", capsule), Method("empty", Empty), Method("add", Add), Method("dot", Dot)});
}
