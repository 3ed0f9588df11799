/* addon.cc: seals the table of the variant that JavaScript names. */
#include "node/arguments.h"
#include "node/functions.h"
#include "table.h"

#include <fastmath/fastmath_node.h>
#include <cstring>

namespace {

/* variants(): returns the names of the tables that this CPU can run, the fastest first. */
napi_value Variants(napi_env env, napi_callback_info) {
  const fastmath_api *tables[FASTMATH_MAX_TABLES];
  const size_t count = fastmath_tables(tables);
  napi_value names = nullptr;
  napi_status status = napi_create_array(env, &names);
  for (uint32_t i = 0; i < count && status == napi_ok; i++) {
    napi_value name = nullptr;
    const char index[] = {static_cast<char>('0' + i), 0};
    status = napi_create_string_utf8(env, tables[i]->variant, NAPI_AUTO_LENGTH, &name);
    if (status == napi_ok && !DefineProperty(env, names, index, name)) return nullptr;
  }
  return status == napi_ok ? names : ThrowStatus(env, status);
}

/* Returns the table that argument 0 names; NULL, with an exception pending, if there is none. */
const fastmath_api *FindTable(const Arguments &in) {
  char name[32]; /* a longer name is truncated, and matches no table */
  size_t length = 0;
  /* The argument is not converted: the toString of an object could run forever. */
  const napi_status status =
      napi_get_value_string_utf8(in.env, in.value[0], name, sizeof(name), &length);
  if (status != napi_ok && status != napi_string_expected) {
    ThrowStatus(in.env, status);
    return nullptr;
  }
  const fastmath_api *tables[FASTMATH_MAX_TABLES];
  const size_t count = fastmath_tables(tables);
  for (size_t i = 0; i < count && status == napi_ok; i++)
    if (strlen(tables[i]->variant) == length && memcmp(tables[i]->variant, name, length) == 0)
      return tables[i];
  ThrowType(in.env, "expected one of variants()");
  return nullptr;
}

/* load(variant): returns the capsule of a table, and its kernels as functions. */
napi_value Load(napi_env env, napi_callback_info info) {
  Arguments in(env);
  if (!in.Read(info)) return nullptr;
  const fastmath_api *const math = FindTable(in);
  if (math == nullptr) return nullptr;
  const napi_value capsule = fastmath_seal(env, math); /* seal */
  if (capsule == nullptr) return nullptr;
  napi_value fastmath = nullptr;
  const napi_status status = napi_create_object(env, &fastmath);
  if (status != napi_ok) return ThrowStatus(env, status);
  const bool defined =
      DefineProperty(env, fastmath, "capsule", capsule) && DefineKernels(env, fastmath, math);
  return defined ? fastmath : nullptr;
}

} // namespace

NAPI_MODULE_INIT() {
  const bool defined = DefineFunction(env, exports, "variants", Variants) &&
                       DefineFunction(env, exports, "load", Load) && DefineThreads(env, exports) &&
                       DefineFunction(env, exports, "vector", CreateVector);
  return defined ? exports : nullptr;
}
