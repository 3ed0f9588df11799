/* addon.cc: the native half of @capsule/core's TypeScript face: looks at labels, and opens nothing.

   Raw Node-API, every status looked at: a call that fails leaves an exception behind, or the
   environment is going down. Properties are defined, never set: no setter of a prototype runs. */
#include <capsule/capsule.h>

namespace {

napi_property_descriptor Property(const char *name, napi_value value) {
  napi_property_descriptor property = {};
  property.utf8name = name;
  property.value = value;
  property.attributes = napi_default_jsproperty;
  return property;
}

napi_property_descriptor Method(const char *name, napi_callback call) {
  napi_property_descriptor property = Property(name, nullptr);
  property.method = call;
  return property;
}

/* A plain object of strings, filled member by member; a NULL text is left out. */
struct Strings {
  napi_env env;
  napi_value object = nullptr;
  napi_status status;

  explicit Strings(napi_env environment)
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
  size_t count = 2;
  napi_value argument[2], result;
  napi_valuetype type;
  if (napi_get_cb_info(env, info, &count, argument, nullptr, nullptr) != napi_ok ||
      napi_typeof(env, argument[1], &type) != napi_ok)
    return nullptr;
  bool matches = capsule_check(env, argument[0], nullptr) == CAPSULE_OK;
  if (matches && type != napi_undefined) {
    capsule_info label;
    matches = capsule_label(env, argument[0], &label) && IsName(env, argument[1], label.name);
  }
  return napi_get_boolean(env, matches, &result) == napi_ok ? result : nullptr;
}

/* The functions of a contract: [{ name, signature, since }] */
napi_status Functions(napi_env env, const capsule_contract *contract, napi_value *functions) {
  napi_status status = napi_create_array(env, functions);
  for (size_t i = 0; i < contract->count && status == napi_ok; i++) {
    const capsule_entry *entry = capsule_entry_at(contract, i);
    Strings function(env);
    function.Add("name", entry->name);
    function.Add("signature", entry->signature);
    function.AddVersion("since", contract->major, entry->since);
    status =
        function.status == napi_ok ? Append(env, *functions, function.object) : function.status;
  }
  return status;
}

/* label(value): what is written on the envelope. */
napi_value Label(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value, functions;
  capsule_info label;
  if (napi_get_cb_info(env, info, &count, &value, nullptr, nullptr) != napi_ok ||
      !capsule_label(env, value, &label))
    return nullptr;
  Strings result(env);
  result.Add("name", label.name);
  result.Add("kind", label.kind == CAPSULE_TABLE ? "table" : "pointer");
  result.Add("file", label.file);
  if (label.contract != nullptr && result.status == napi_ok) {
    result.AddVersion("version", label.contract->major, label.contract->minor);
    result.Add("variant", label.variant);
    if (Functions(env, label.contract, &functions) != napi_ok) return nullptr;
    result.Add("functions", functions);
  }
  return result.status == napi_ok ? result.object : nullptr;
}

/* codes(): the list of codes this copy of capsule.h can throw, for the test that compares it with
   the list of codes.ts. */
napi_value Codes(napi_env env, napi_callback_info) {
#define CAPSULE_TEXT(status, type) "ERR_CAPSULE_" #status,
  static const char *const texts[] = {CAPSULE_CODES(CAPSULE_TEXT)};
#undef CAPSULE_TEXT
  napi_value codes, code;
  napi_status status = napi_create_array(env, &codes);
  for (const char *text : texts) {
    if (status == napi_ok) status = napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &code);
    if (status == napi_ok) status = Append(env, codes, code);
  }
  return status == napi_ok ? codes : nullptr;
}

} // namespace

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {Method("check", Check), Method("label", Label),
                                                Method("codes", Codes)};
  return napi_define_properties(env, exports, 3, functions) == napi_ok ? exports : nullptr;
}
