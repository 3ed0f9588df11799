/* calls.cc: a replacement for each function of Node-API. Templates derive the replacements from the
   declarations in node_api.h; the list of names comes from the package node-api-headers. */
#include "calls.h"

#include "trigger.h"

#include <atomic>
#include <cstring>
#include <node_api.h>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace {

/* Functions that fail when no JavaScript can run. In Node, these begin with NAPI_PREAMBLE. */
constexpr std::string_view RUN_JAVASCRIPT[] = {
    "napi_call_function",
    "napi_check_object_type_tag",
    "napi_coerce_to_bool",
    "napi_coerce_to_number",
    "napi_coerce_to_object",
    "napi_coerce_to_string",
    "napi_create_arraybuffer",
    "napi_create_buffer",
    "napi_create_buffer_copy",
    "napi_create_dataview",
    "napi_create_date",
    "napi_create_external",
    "napi_create_external_arraybuffer",
    "napi_create_external_buffer",
    "napi_create_function",
    "napi_create_promise",
    "napi_create_typedarray",
    "napi_define_class",
    "napi_define_properties",
    "napi_delete_element",
    "napi_delete_property",
    "napi_get_all_property_names",
    "napi_get_element",
    "napi_get_named_property",
    "napi_get_property",
    "napi_get_property_names",
    "napi_has_element",
    "napi_has_named_property",
    "napi_has_own_property",
    "napi_has_property",
    "napi_instanceof",
    "napi_make_callback",
    "napi_new_instance",
    "napi_object_freeze",
    "napi_object_seal",
    "napi_remove_wrap",
    "napi_run_script",
    "napi_set_element",
    "napi_set_named_property",
    "napi_set_property",
    "napi_strict_equals",
    "napi_throw",
    "napi_throw_error",
    "napi_throw_range_error",
    "napi_throw_type_error",
    "napi_type_tag_object",
    "napi_unwrap",
    "napi_wrap",
    "node_api_throw_syntax_error",
};

constexpr bool RunsJavaScript(std::string_view name) {
  for (const std::string_view each : RUN_JAVASCRIPT)
    if (each == name) return true;
  return false;
}

/* Functions that release something. They are never made to fail, because a caller cannot handle
   that: in Node they fail only for invalid arguments, and Node aborts the process if a scope is
   still open at the end of a callback. */
constexpr bool Releases(std::string_view name) {
  for (const char *begin : {"napi_close_", "napi_delete_reference", "napi_remove_"})
    if (name.substr(0, strlen(begin)) == begin) return true;
  return false;
}

std::atomic<int64_t> live_references{0}, open_scopes{0}, external_memory{0};

void CountResources(std::string_view name) {
  if (name == "napi_create_reference") live_references++;
  if (name == "napi_delete_reference") live_references--;
  if (name.find("_scope") == std::string_view::npos) return;
  if (name.substr(0, 10) == "napi_open_") open_scopes++;
  if (name.substr(0, 11) == "napi_close_") open_scopes--;
}

/* Overwrites an output with an invalid value. Code that uses it after a failure then returns a
   wrong result or crashes. Arguments of other types are inputs. */
template <class Argument> void Invalidate(Argument argument) {
  if constexpr (std::is_pointer_v<Argument>) {
    using Output = std::remove_pointer_t<Argument>;
    if constexpr (std::is_same_v<Output, bool>) {
      if (argument != nullptr) *argument = true;
    } else if constexpr (!std::is_const_v<Output> &&
                         (std::is_pointer_v<Output> || std::is_arithmetic_v<Output> ||
                          std::is_enum_v<Output>)) {
      if (argument != nullptr) memset(argument, 0xDB, sizeof(*argument));
    }
  }
}

void LeaveException(napi_env env) { napi_throw_error(env, "ERR_INJECTED", "injected"); }
template <class Other> void LeaveException(Other) {}

template <auto function> struct Name;

template <auto function> struct Wrapped;
template <class First, class... Rest, napi_status(NAPI_CDECL *function)(First, Rest...)>
struct Wrapped<function> {
  static napi_status NAPI_CDECL Call(First first, Rest... rest) {
    constexpr const char *name = Name<function>::value;
    Mode mode;
    if (!Releases(name) && CallFails(name, RunsJavaScript(name), &mode)) {
      (Invalidate(rest), ...);
      if (mode == Mode::EXCEPTION) LeaveException(first);
      return mode >= Mode::EXCEPTION ? napi_pending_exception : napi_generic_failure;
    }
    const napi_status status = function(first, rest...);
    if (status == napi_ok) CountResources(name);
    if constexpr (std::string_view(name) == "napi_adjust_external_memory")
      if (status == napi_ok) external_memory += std::get<0>(std::make_tuple(rest...));
    return status;
  }
  static void *Address() { return reinterpret_cast<void *>(Call); }
};

/* Functions without a status are never made to fail. */
template <class... Arguments, void(NAPI_CDECL *function)(Arguments...)> struct Wrapped<function> {
  static void *Address() { return reinterpret_cast<void *>(function); }
};

#define FUNCTION(name)                                                                             \
  template <> struct Name<name> {                                                                  \
    static constexpr const char *value = #name;                                                    \
  };
#include <node_api_functions.inc>
#undef FUNCTION

} // namespace

const Replacement ADDON_CALLS[] = {
#define FUNCTION(name) {#name, Wrapped<name>::Address()},
#include <node_api_functions.inc>
#undef FUNCTION
};
const size_t ADDON_CALL_COUNT = sizeof(ADDON_CALLS) / sizeof(*ADDON_CALLS);

int64_t LiveReferences() { return live_references; }
int64_t OpenScopes() { return open_scopes; }
int64_t ExternalMemory() { return external_memory; }
