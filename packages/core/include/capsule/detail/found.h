/* found.h: says what a value is that is no capsule, and what to pass instead. Nothing here runs the
   value's own code: no getter, no trap of a Proxy, no conversion. */
#ifndef CAPSULE_DETAIL_FOUND_H
#define CAPSULE_DETAIL_FOUND_H

/* One universal tag: a tag proves that the value is an envelope; name, version and shape lie in
   it. */
static const napi_type_tag capsule_tag = {UINT64_C(0x9f1d6ae0c3b84e57),
                                          UINT64_C(0xa42b7c05e918d36f)};

static inline bool capsule_is_tagged(napi_env env, napi_value object) {
  bool tagged = false;
  return napi_check_object_type_tag(env, object, &capsule_tag, &tagged) == napi_ok && tagged;
}

/* The prototype of an object, or NULL where the chain ends. All engines give null for a Proxy, and
   ask no trap: an object with a prototype is no Proxy, so its keys may be listed. */
static inline napi_value capsule_prototype(napi_env env, napi_value object) {
  napi_value prototype = NULL;
  napi_valuetype type = napi_null;
  if (napi_get_prototype(env, object, &prototype) != napi_ok) return NULL;
  if (napi_typeof(env, prototype, &type) != napi_ok) return NULL;
  return type == napi_object ? prototype : NULL;
}

/* How the advice calls the producer's module: fastmath of "@capsule/fastmath:part". */
static inline void capsule_say_module(capsule_text *text, const char *name) {
  const char *slash = strrchr(name, '/');
  const char *from = slash == NULL ? name : slash + 1;
  const size_t length = strcspn(from, ":");
  size_t word = 0;
  while (word < length && (from[word] == '_' || (from[word] >= '0' && from[word] <= '9') ||
                           ((from[word] | 32) >= 'a' && (from[word] | 32) <= 'z')))
    word++;
  if (word == length && word > 0 && word <= 64 && (from[0] < '0' || from[0] > '9'))
    capsule_say(text, "%.*s", (int)length, from);
  else capsule_say(text, "module");
}

/* What the advice calls the capsule: fastmath.capsule. */
static inline void capsule_say_export(capsule_text *text, const char *name) {
  const char *colon = strrchr(name, ':');
  capsule_say_module(text, name);
  capsule_say(text, ".%.64s", colon == NULL ? "capsule" : colon + 1);
}

/* A plain object: its keys tell what it is. Three are shown. */
static inline void capsule_found_plain(napi_env env, napi_value object, const char *name,
                                       capsule_text *found, capsule_text *advice) {
  napi_value keys;
  uint32_t count = 0;
  capsule_text list;
  capsule_clear(&list);
  bool has_capsule = false;
  if (napi_get_all_property_names(env, object, napi_key_own_only, napi_key_skip_symbols,
                                  napi_key_numbers_to_strings, &keys) != napi_ok ||
      napi_get_array_length(env, keys, &count) != napi_ok) {
    capsule_say(found, "an object");
    return;
  }
  for (uint32_t i = 0; i < count && i < 64; i++) {
    napi_value key;
    char bytes[64];
    size_t length = 0;
    if (napi_get_element(env, keys, i, &key) != napi_ok ||
        napi_get_value_string_utf8(env, key, bytes, sizeof(bytes), &length) != napi_ok)
      continue;
    has_capsule = has_capsule || strcmp(bytes, "capsule") == 0;
    if (i < 3) {
      capsule_say(&list, i == 0 ? "" : ", ");
      capsule_quote(&list, bytes, length);
    }
  }
  if (has_capsule) {
    capsule_say(found, "a plain object with the key 'capsule'");
    if (name == NULL) return;
    capsule_say(advice, "Pass ");
    capsule_say_module(advice, name);
    capsule_say(advice, ".capsule, not the module.");
  } else if (count == 0) {
    capsule_say(found, "an empty object");
    capsule_say(advice, "An object copied between threads loses its contents: import ");
    if (name == NULL) capsule_say(advice, "the package that sealed it");
    else capsule_quote(advice, name, strcspn(name, ":"));
    capsule_say(advice, " in this Worker.");
  } else {
    capsule_say(found, "a plain object with the key%s %s", count == 1 ? "" : "s", list.bytes);
    if (count > 3) capsule_say(found, " and %u more", (unsigned)(count - 3));
  }
}

static inline void capsule_found_object(napi_env env, napi_value object, const char *name,
                                        bool wrapped, capsule_text *found, capsule_text *advice) {
  bool is_array = false, is_promise = false, is_typed_array = false;
  const napi_value prototype = capsule_prototype(env, object);
  if (wrapped) {
    capsule_say(found, "an object of another addon");
    return;
  }
  if (prototype == NULL) {
    capsule_say(found, "a module, a Proxy or another object without a prototype");
    if (name == NULL) return;
    capsule_say(advice, "Pass ");
    capsule_say_export(advice, name);
    capsule_say(advice, ", not the module or a Proxy of it.");
    return;
  }
  /* A chain is as long as its maker likes; a capsule is found within a few steps, or not named. */
  napi_value parent = prototype;
  for (int depth = 0; parent != NULL && depth < 8; depth++) {
    if (capsule_is_tagged(env, parent)) {
      capsule_say(found, "an object that inherits from a capsule");
      capsule_say(advice, "Pass the capsule itself.");
      return;
    }
    parent = capsule_prototype(env, parent);
  }
  napi_is_array(env, object, &is_array);
  napi_is_promise(env, object, &is_promise);
  napi_is_typedarray(env, object, &is_typed_array);
  if (is_array) capsule_say(found, "an Array");
  else if (is_typed_array) capsule_say(found, "a typed array");
  else if (is_promise) {
    capsule_say(found, "a Promise");
    capsule_say(advice, "Await it first.");
  } else if (capsule_prototype(env, prototype) != NULL)
    capsule_say(found, "an instance of a class");
  else capsule_found_plain(env, object, name, found, advice);
}

/* Fills `found` and, where the cure is known, `advice`.

     name      whose capsule was expected; NULL for any.
     wrapped   whether an addon has wrapped the object, which the gate has noticed. */
static inline void capsule_describe(napi_env env, napi_value value, const char *name, bool wrapped,
                                    capsule_text *found, capsule_text *advice) {
  napi_valuetype type = napi_undefined;
  char bytes[128];
  size_t length = 0;
  if (value != NULL && napi_typeof(env, value, &type) != napi_ok) type = napi_undefined;
  switch (type) {
    case napi_undefined: capsule_say(found, "undefined"); break;
    case napi_null: capsule_say(found, "null"); break;
    case napi_boolean: capsule_say(found, "a boolean"); break;
    case napi_number: capsule_say(found, "a number"); break;
    case napi_bigint: capsule_say(found, "a bigint"); break;
    case napi_symbol: capsule_say(found, "a symbol"); break;
    case napi_function: capsule_say(found, "a function"); break;
    case napi_external: capsule_say(found, "an external value of another addon"); break;
    case napi_string:
      capsule_say(found, "the string ");
      napi_get_value_string_utf8(env, value, bytes, sizeof(bytes), &length);
      capsule_quote(found, bytes, length);
      break;
    case napi_object: capsule_found_object(env, value, name, wrapped, found, advice); break;
  }
}

#endif
