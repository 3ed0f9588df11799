/* opening.cc: seals, checks, opens and imports, as often as asked. */
#include "../call_path/table.h"

#include <benchmarks/benchmarks_node.h>

namespace {

/* One of the four verbs of a capsule, once. */
typedef bool Verb(napi_env env, napi_value capsule);

bool Seal(napi_env env, napi_value) { return benchmarks_seal(env, &benchmarks_table) != nullptr; }
bool Check(napi_env env, napi_value capsule) {
  return capsule_check(env, capsule, "@capsule/benchmarks") == CAPSULE_OK;
}
bool Open(napi_env env, napi_value capsule) { return benchmarks_open(env, capsule) != nullptr; }
bool Import(napi_env env, napi_value) { return benchmarks_import(env) != nullptr; }

/* verb(count, capsule): does it that many times. */
template <Verb *verb> napi_value Repeat(napi_env env, napi_callback_info info) {
  size_t arguments = 2;
  napi_value argument[2];
  int64_t count;
  if (napi_get_cb_info(env, info, &arguments, argument, nullptr, nullptr) != napi_ok ||
      napi_get_value_int64(env, argument[0], &count) != napi_ok)
    return nullptr;
  bool done = true;
  for (int64_t i = 0; i < count && done; i++) {
    napi_handle_scope scope;
    if (napi_open_handle_scope(env, &scope) != napi_ok) return nullptr;
    done = verb(env, argument[1]);
    if (napi_close_handle_scope(env, scope) != napi_ok) return nullptr;
  }
  bool pending = false;
  if (!done && napi_is_exception_pending(env, &pending) == napi_ok && !pending)
    napi_throw_error(env, nullptr, "expected it to be done, found that it was not");
  return nullptr;
}

} // namespace

NAPI_MODULE_INIT() {
  const auto method = [](const char *name, napi_callback call) {
    napi_property_descriptor property = {};
    property.utf8name = name;
    property.method = call;
    property.attributes = napi_enumerable;
    return property;
  };
  const napi_property_descriptor verbs[] = {
      method("seal", Repeat<Seal>), method("check", Repeat<Check>), method("open", Repeat<Open>),
      method("import", Repeat<Import>)};
  return napi_define_properties(env, exports, 4, verbs) == napi_ok ? exports : nullptr;
}
