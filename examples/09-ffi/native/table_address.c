/* table_address.c: DANGEROUS. Opens fastmath's capsule and exposes the contents to JavaScript: the
   address of the table, and two functions by name. The capsule itself never does that, because a
   call with wrong arguments crashes the process. */
#include <fastmath/fastmath_node.h>

#ifdef _WIN32
#define EXPORTED __declspec(dllexport)
#else
#define EXPORTED __attribute__((visibility("default")))
#endif

static const fastmath_api *math;

/* node:ffi calls exported functions by name, and cannot call addresses. */
EXPORTED double exported_dot(const double *x, const double *y, size_t n);
EXPORTED double exported_dot(const double *x, const double *y, size_t n) {
  return math->dot(x, y, n);
}

EXPORTED void exported_moments(const double *x, size_t n, fastmath_moments *out);
EXPORTED void exported_moments(const double *x, size_t n, fastmath_moments *out) {
  math->moments(x, n, out);
}

/* open(capsule) returns the address of the table as a BigInt. */
static napi_value open_table(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value, address;
  if (napi_get_cb_info(env, info, &count, &value, NULL, NULL) != napi_ok) return capsule_fail(env);
  const fastmath_api *table = fastmath_open(env, value); /* rejects a capsule that does not fit */
  if (table == NULL) return NULL;
  math = table;
  napi_status status = napi_create_bigint_uint64(env, (uintptr_t)table, &address);
  return status == napi_ok ? address : capsule_fail(env);
}

NAPI_MODULE_INIT() {
  napi_value open;
  if (napi_create_function(env, "open", NAPI_AUTO_LENGTH, open_table, NULL, &open) != napi_ok ||
      napi_set_named_property(env, exports, "open", open) != napi_ok)
    return capsule_fail(env);
  return exports;
}
