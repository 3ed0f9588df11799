/* addon.cc: the native part of @capsule/core's TypeScript API. This file checks capsules and reads
   their labels; view.cc has typed arrays, tickets.cc transfers between threads.

   Every status of Node-API is checked: when a call fails, an exception is pending or the
   environment is being torn down. */
#include "napi.h"

#include <capsule/capsule_data.h>
#include <capsule/capsule_owned.h>

namespace {

/* Appends a value to an array, by a definition that runs no setter of Array.prototype. */
napi_status Append(napi_env env, napi_value array, napi_value value) {
  uint32_t length;
  napi_property_descriptor property = capsule_property(nullptr, value);
  napi_status status = napi_get_array_length(env, array, &length);
  if (status == napi_ok) status = napi_create_uint32(env, length, &property.name);
  if (status == napi_ok) status = napi_coerce_to_string(env, property.name, &property.name);
  return status == napi_ok ? napi_define_properties(env, array, 1, &property) : status;
}

/* A plain object under construction. After a failed call, `status` is that of the call and nothing
   more is added. */
struct ObjectBuilder {
  napi_env env;
  napi_value object = nullptr;
  napi_status status;

  explicit ObjectBuilder(napi_env environment)
      : env(environment), status(napi_create_object(environment, &object)) {}

  /* Adds nothing for a NULL text. */
  void Add(const char *name, const char *text) {
    napi_value value = nullptr;
    if (text == nullptr || status != napi_ok) return;
    status = napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value);
    Add(name, value);
  }

  void Add(const char *name, napi_value value) {
    const napi_property_descriptor property = capsule_property(name, value);
    if (status == napi_ok) status = napi_define_properties(env, object, 1, &property);
  }

  void AddBoolean(const char *name, bool flag) {
    napi_value value = nullptr;
    if (status == napi_ok) status = napi_get_boolean(env, flag, &value);
    Add(name, value);
  }

  void AddVersion(const char *name, uint32_t major, uint32_t minor) {
    char text[32];
    snprintf(text, sizeof(text), "%u.%u", static_cast<unsigned>(major),
             static_cast<unsigned>(minor));
    Add(name, text);
  }

  void AddNumbers(const char *name, const int64_t *numbers, int32_t count) {
    napi_value array = nullptr, number = nullptr;
    if (status == napi_ok) status = napi_create_array(env, &array);
    for (int32_t i = 0; i < count && status == napi_ok; i++) {
      status = napi_create_int64(env, numbers[i], &number);
      if (status == napi_ok) status = Append(env, array, number);
    }
    Add(name, array);
  }

  /* Adds an array of { name, signature, since, retired }. */
  void AddFunctions(const char *name, const capsule_contract *contract) {
    napi_value array = nullptr;
    if (status == napi_ok) status = napi_create_array(env, &array);
    for (size_t i = 0; i < contract->count && status == napi_ok; i++) {
      const capsule_entry *entry = capsule_entry_at(contract, i);
      ObjectBuilder function(env);
      function.Add("name", entry->name);
      function.Add("signature", entry->signature);
      function.AddVersion("since", contract->major, entry->since);
      if ((entry->flags & CAPSULE_RETIRED) != 0) function.AddBoolean("retired", true);
      status = function.status;
      if (status == napi_ok) status = Append(env, array, function.object);
    }
    Add(name, array);
  }
};

/* Sets `is` to whether a value is a string with this name. Reads at most the length of the longest
   valid name. */
napi_status IsName(napi_env env, napi_value value, const char *name, bool *is) {
  char bytes[CAPSULE_MAX_NAME + 5]; /* one more character of up to 4 bytes, and a NUL */
  size_t length;
  *is = false;
  /* The engine knows the length in UTF-16; for that in UTF-8 it reads the whole string. */
  napi_status status = napi_get_value_string_utf16(env, value, nullptr, 0, &length);
  if (status == napi_string_expected) return napi_ok;
  if (status != napi_ok || length > CAPSULE_MAX_NAME) return status;
  status = napi_get_value_string_utf8(env, value, bytes, sizeof(bytes), &length);
  /* Not strcmp: a string with a NUL character after the name would be equal. */
  *is = status == napi_ok && length == strlen(name) && memcmp(bytes, name, length) == 0;
  return status;
}

/* check(value, name | undefined): whether the value is a capsule, with that name if it is given. */
napi_value Check(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  napi_value result = nullptr;
  napi_valuetype type = napi_undefined;
  if (!arguments.read) return nullptr;
  const capsule_status checked = capsule_check(env, arguments.value[0], nullptr);
  /* A capsule whose contents have ended is still one; its label has the state. */
  bool matches = checked == CAPSULE_OK || checked == CAPSULE_TAKEN || checked == CAPSULE_REVOKED ||
                 checked == CAPSULE_DISPOSED;
  napi_status status = checked == CAPSULE_ENGINE_REFUSED
                           ? napi_generic_failure
                           : napi_typeof(env, arguments.value[1], &type);
  if (status == napi_ok && matches && type != napi_undefined) {
    capsule_info label;
    if (!capsule_label(env, arguments.value[0], &label)) return nullptr;
    status = IsName(env, arguments.value[1], label.name, &matches);
  }
  if (status == napi_ok) status = napi_get_boolean(env, matches, &result);
  return status == napi_ok ? result : ThrowStatus(env, "Checking a capsule", status);
}

void AddData(ObjectBuilder &label, const capsule_data *data) {
  capsule_text dtype;
  capsule_text_clear(&dtype);
  capsule_append_dtype(&dtype, data->dtype);
  label.Add("dtype", dtype.bytes);
  label.AddNumbers("shape", data->shape, data->ndim);
  label.AddNumbers("strides", data->strides, data->ndim);
  label.AddBoolean("readOnly", (data->flags & CAPSULE_READ_ONLY) != 0);
}

/* label(value): returns the label, a CapsuleLabel of src/capsule.ts. */
napi_value Label(napi_env env, napi_callback_info info) {
  const Arguments<1> arguments(env, info);
  capsule_info label;
  if (!arguments.read || !capsule_label(env, arguments.value[0], &label)) return nullptr;
  ObjectBuilder result(env);
  result.Add("name", label.name);
  result.Add("kind", capsule_kind_name(label.kind));
  result.Add("file", label.file);
  if (label.kind != CAPSULE_TABLE) result.Add("state", capsule_state_name(label.state));
  if (label.kind == CAPSULE_DATA) AddData(result, label.data);
  result.Add("signature", label.signature);
  if (label.contract != nullptr) {
    result.AddVersion("version", label.contract->major, label.contract->minor);
    result.Add("variant", label.variant);
    result.AddFunctions("functions", label.contract);
  }
  return result.status == napi_ok ? result.object
                                  : ThrowStatus(env, "Reading a label", result.status);
}

/* dispose(value): ends owned contents. Returns true. */
napi_value Dispose(napi_env env, napi_callback_info info) {
  const Arguments<1> arguments(env, info);
  napi_value result = nullptr;
  if (!arguments.read || !capsule_dispose(env, arguments.value[0])) return nullptr;
  const napi_status status = napi_get_boolean(env, true, &result);
  return status == napi_ok ? result : ThrowStatus(env, "Disposing", status);
}

} // namespace

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {
      Method<Check>("check"), Method<Label>("label"),     Method<View>("view"),
      Method<Copy>("copy"),   Method<Share>("share"),     Method<Receive>("receive"),
      Method<Sweep>("sweep"), Method<Dispose>("dispose"), Method<FunctionOf>("functionOf")};
  const size_t count = sizeof(functions) / sizeof(*functions);
  const napi_status status = napi_define_properties(env, exports, count, functions);
  return status == napi_ok ? exports : ThrowStatus(env, "Loading @capsule/core", status);
}
