/* opening.cc: seals, checks, opens and imports a capsule a given number of times. */
#include "../call_path/table.h"
#include "../properties.h"

#include <benchmarks/benchmarks_node.h>

namespace {

/* Runs one of the four operations once. Returns whether it succeeded. */
typedef bool Operation(napi_env env, napi_value capsule);

bool Seal(napi_env env, napi_value) { return benchmarks_seal(env, &benchmarks_table) != nullptr; }
bool Check(napi_env env, napi_value capsule) {
  return capsule_check(env, capsule, "@capsule/benchmarks") == CAPSULE_OK;
}
bool Open(napi_env env, napi_value capsule) { return benchmarks_open(env, capsule) != nullptr; }
bool Import(napi_env env, napi_value) { return benchmarks_import(env) != nullptr; }

/* operation(count, capsule): runs an operation `count` times. */
template <Operation *operation> napi_value Repeat(napi_env env, napi_callback_info info) {
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
    done = operation(env, argument[1]);
    if (napi_close_handle_scope(env, scope) != napi_ok) return nullptr;
  }
  bool pending = false;
  if (!done && napi_is_exception_pending(env, &pending) == napi_ok && !pending)
    napi_throw_error(env, nullptr, "expected the operation to succeed, found that it failed");
  return nullptr;
}

} // namespace

NAPI_MODULE_INIT() {
  return Export(env, exports,
                {Method("seal", Repeat<Seal>), Method("check", Repeat<Check>),
                 Method("open", Repeat<Open>), Method("import", Repeat<Import>)});
}
