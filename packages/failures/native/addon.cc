/* addon.cc: exports the functions of failure injection to JavaScript. */
#include "allocations.h"
#include "calls.h"
#include "trigger.h"

#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <node_api.h>

namespace {

napi_value Throw(napi_env env, const char *problem) {
  napi_throw_error(env, nullptr, problem);
  return nullptr;
}

/* attach(path): opens an addon. From now on its allocations and Node-API calls can fail. */
napi_value Attach(napi_env env, napi_callback_info info) {
  char path[4096], unknown[256] = "";
  size_t count = 1, length;
  napi_value argument;
  if (napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr) != napi_ok ||
      napi_get_value_string_utf8(env, argument, path, sizeof(path), &length) != napi_ok)
    return Throw(env, "Injecting failures: expected a path.");
  void *const library = dlopen(path, RTLD_LAZY); /* never closed */
  void *const symbol = library == nullptr ? nullptr : dlsym(library, "napi_register_module_v1");
  if (symbol == nullptr) {
    char problem[512];
    snprintf(problem, sizeof(problem), "Injecting failures: expected an addon, found %s.",
             dlerror());
    return Throw(env, problem);
  }
  const Image image = FindImage(symbol);
  ReplaceImports(
      image, ADDON_CALLS, ADDON_CALL_COUNT,
      [](const char *name, void *data) {
        if (strncmp(name, "napi_", 5) == 0 || strncmp(name, "node_api_", 9) == 0)
          snprintf(static_cast<char *>(data), 256,
                   "Injecting failures: expected functions of Node-API 9, found %.100s.", name);
      },
      unknown);
  if (unknown[0] != 0) return Throw(env, unknown);
  AttributeAllocations(image);
  ReplaceImports(
      image, ADDON_ALLOCATIONS, ADDON_ALLOCATION_COUNT, [](const char *, void *) {}, nullptr);
  return nullptr;
}

/* arm(mode, n) */
napi_value ArmMode(napi_env env, napi_callback_info info) {
  char name[32];
  size_t count = 2, length;
  napi_value argument[2];
  uint32_t n;
  if (napi_get_cb_info(env, info, &count, argument, nullptr, nullptr) != napi_ok ||
      napi_get_value_string_utf8(env, argument[0], name, sizeof(name), &length) != napi_ok ||
      FindMode(name) < 0 || napi_get_value_uint32(env, argument[1], &n) != napi_ok)
    return Throw(env, "Injecting failures: expected a mode and a number.");
  Arm(static_cast<Mode>(FindMode(name)), n);
  return nullptr;
}

/* disarm(): the name of the first function that has failed, or ''. */
napi_value DisarmAll(napi_env env, napi_callback_info) {
  const Outcome outcome = Disarm();
  const char *name = outcome.failed == nullptr ? "" : outcome.failed;
  napi_value result;
  if (napi_create_string_utf8(env, name, NAPI_AUTO_LENGTH, &result) == napi_ok) return result;
  return Throw(env, "Injecting failures: expected a string.");
}

/* live(): the numbers of blocks, references, handle scopes and bytes of external memory that the
   addons have not freed. */
napi_value Live(napi_env env, napi_callback_info) {
  const int64_t counts[] = {static_cast<int64_t>(LiveAllocations()), LiveReferences(), OpenScopes(),
                            ExternalMemory()};
  napi_value result, number;
  if (napi_create_array(env, &result) != napi_ok) return Throw(env, "expected an array");
  for (uint32_t i = 0; i < 4; i++)
    if (napi_create_int64(env, counts[i], &number) != napi_ok ||
        napi_set_element(env, result, i, number) != napi_ok)
      return Throw(env, "expected a number");
  return result;
}

} // namespace

NAPI_MODULE_INIT() {
  const struct {
    const char *name;
    napi_callback call;
  } functions[] = {{"attach", Attach}, {"arm", ArmMode}, {"disarm", DisarmAll}, {"live", Live}};
  for (const auto &each : functions) {
    napi_value function;
    if (napi_create_function(env, each.name, NAPI_AUTO_LENGTH, each.call, nullptr, &function) !=
            napi_ok ||
        napi_set_named_property(env, exports, each.name, function) != napi_ok)
      return Throw(env, "expected a function");
  }
  return exports;
}
