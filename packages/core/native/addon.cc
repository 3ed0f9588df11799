/* addon.cc: the native half of @capsule/core's TypeScript face: looks at labels, and opens nothing.

   Raw Node-API, every status looked at: a call that fails leaves an exception behind, or the
   environment is going down. */
#include "napi.h"

#include <capsule/capsule_data.h>

namespace {

/* A plain object, filled member by member; a NULL text is left out. */
struct Members {
  napi_env env;
  napi_value object = nullptr;
  napi_status status;

  explicit Members(napi_env environment)
      : env(environment), status(napi_create_object(environment, &object)) {}

  void Add(const char *name, const char *text) {
    napi_value value = nullptr;
    if (text == nullptr || status != napi_ok) return;
    status = napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value);
    if (status == napi_ok) Add(name, value);
  }

  void Add(const char *name, napi_value value) {
    const napi_property_descriptor property = Property(name, value);
    if (status == napi_ok) status = napi_define_properties(env, object, 1, &property);
  }

  void AddTrue(const char *name) {
    napi_value value = nullptr;
    if (status == napi_ok) status = napi_get_boolean(env, true, &value);
    if (status == napi_ok) Add(name, value);
  }

  void AddVersion(const char *name, uint32_t major, uint32_t minor) {
    char text[32];
    snprintf(text, sizeof(text), "%u.%u", static_cast<unsigned>(major),
             static_cast<unsigned>(minor));
    Add(name, text);
  }
};

/* Puts a value at the end of an array. */
napi_status Append(napi_env env, napi_value array, napi_value value) {
  uint32_t length;
  napi_property_descriptor property = Property(nullptr, value);
  napi_status status = napi_get_array_length(env, array, &length);
  if (status == napi_ok) status = napi_create_uint32(env, length, &property.name);
  if (status == napi_ok) status = napi_coerce_to_string(env, property.name, &property.name);
  return status == napi_ok ? napi_define_properties(env, array, 1, &property) : status;
}

/* Whether a value is the name of a capsule. No longer than a name can be is read. */
bool IsName(napi_env env, napi_value value, const char *name) {
  char bytes[CAPSULE_MAX_NAME + 5]; /* room for one more character, and a NUL */
  size_t length;
  /* How long it is in UTF-16 is known to the engine; it reads the text itself for UTF-8. */
  if (napi_get_value_string_utf16(env, value, nullptr, 0, &length) != napi_ok ||
      length > CAPSULE_MAX_NAME ||
      napi_get_value_string_utf8(env, value, bytes, sizeof(bytes), &length) != napi_ok)
    return false;
  /* A NUL byte would end the text for C, and what is before it would match. */
  return length == strlen(name) && memcmp(bytes, name, length) == 0;
}

/* check(value, name | undefined): whether the value is a capsule, and of that name. */
napi_value Check(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  napi_value result;
  napi_valuetype type;
  if (!arguments.read || napi_typeof(env, arguments.value[1], &type) != napi_ok) return nullptr;
  const capsule_status status = capsule_check(env, arguments.value[0], nullptr);
  /* What was taken or revoked is still a capsule: its label says so. */
  bool matches = status == CAPSULE_OK || status == CAPSULE_TAKEN || status == CAPSULE_REVOKED;
  if (matches && type != napi_undefined) {
    capsule_info label;
    matches = capsule_label(env, arguments.value[0], &label) &&
              IsName(env, arguments.value[1], label.name);
  }
  return napi_get_boolean(env, matches, &result) == napi_ok ? result : nullptr;
}

/* The functions of a contract: [{ name, signature, since, retired }] */
napi_status Functions(napi_env env, const capsule_contract *contract, napi_value *functions) {
  napi_status status = napi_create_array(env, functions);
  for (size_t i = 0; i < contract->count && status == napi_ok; i++) {
    const capsule_entry *entry = capsule_entry_at(contract, i);
    Members function(env);
    function.Add("name", entry->name);
    function.Add("signature", entry->signature);
    function.AddVersion("since", contract->major, entry->since);
    if ((entry->flags & CAPSULE_RETIRED) != 0) function.AddTrue("retired");
    status =
        function.status == napi_ok ? Append(env, *functions, function.object) : function.status;
  }
  return status;
}

/* [1000, 3] of extents or strides. */
napi_status Numbers(napi_env env, const int64_t *numbers, int32_t count, napi_value *array) {
  napi_value number;
  napi_status status = napi_create_array(env, array);
  for (int32_t i = 0; i < count && status == napi_ok; i++) {
    status = napi_create_int64(env, numbers[i], &number);
    if (status == napi_ok) status = Append(env, *array, number);
  }
  return status;
}

void AddData(Members &label, const capsule_data *data) {
  napi_value shape, strides, read_only;
  capsule_text dtype;
  capsule_clear(&dtype);
  capsule_say_dtype(&dtype, data->dtype);
  label.Add("dtype", dtype.bytes);
  if (Numbers(label.env, data->shape, data->ndim, &shape) == napi_ok) label.Add("shape", shape);
  if (Numbers(label.env, data->strides, data->ndim, &strides) == napi_ok)
    label.Add("strides", strides);
  if (napi_get_boolean(label.env, (data->flags & CAPSULE_READ_ONLY) != 0, &read_only) == napi_ok)
    label.Add("readOnly", read_only);
}

/* label(value): what is written on the envelope. */
napi_value Label(napi_env env, napi_callback_info info) {
  static const char *const kinds[] = {"pointer", "table", "function", "data"};
  const Arguments<1> arguments(env, info);
  napi_value functions;
  capsule_info label;
  if (!arguments.read || !capsule_label(env, arguments.value[0], &label)) return nullptr;
  Members result(env);
  result.Add("name", label.name);
  result.Add("kind", kinds[label.kind - 1]);
  result.Add("file", label.file);
  if (label.kind != CAPSULE_TABLE) result.Add("state", capsule_state_name(label.state));
  if (label.kind == CAPSULE_DATA) AddData(result, label.data);
  result.Add("signature", label.signature);
  if (label.contract != nullptr && result.status == napi_ok) {
    result.AddVersion("version", label.contract->major, label.contract->minor);
    result.Add("variant", label.variant);
    if (Functions(env, label.contract, &functions) != napi_ok) return nullptr;
    result.Add("functions", functions);
  }
  return result.status == napi_ok ? result.object : nullptr;
}

} // namespace

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {
      Method("check", Check),       Method("label", Label), Method("overMemory", OverMemory),
      Method("gather", GatherInto), Method("share", Share), Method("receive", Receive),
      Method("sweep", Sweep)};
  const size_t count = sizeof(functions) / sizeof(*functions);
  return napi_define_properties(env, exports, count, functions) == napi_ok ? exports : nullptr;
}
