/* describe.h: says what a value is that is no capsule, and what to pass instead. Nothing here runs the
   value's own code: no getter, no trap of a Proxy, no conversion. */
#ifndef CAPSULE_DETAIL_DESCRIBE_H
#define CAPSULE_DETAIL_DESCRIBE_H

#include "envelope.h"

static inline napi_status capsule_ask_tag(napi_env env, napi_value object, bool *tagged) {
  *tagged = false;
  return napi_check_object_type_tag(env, object, &capsule_tag, tagged);
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

/* Adds a JavaScript string in quotes, as capsule_quote does. */
static inline void capsule_quote_string(napi_env env, capsule_text *text, napi_value string) {
  char bytes[128]; /* more than is shown */
  size_t length = 0;
  if (napi_get_value_string_utf8(env, string, NULL, 0, &length) != napi_ok ||
      napi_get_value_string_utf8(env, string, bytes, sizeof(bytes), NULL) != napi_ok)
    return;
  capsule_quote(text, bytes, length);
}

/* Adds a key: a string, or a number as `object[0]` has it. */
static inline void capsule_quote_key(napi_env env, capsule_text *text, napi_value key) {
  double number;
  if (napi_get_value_double(env, key, &number) == napi_ok) capsule_say(text, "'%.0f'", number);
  else capsule_quote_string(env, text, key);
}

/* Whether an object is what `{}` gives: not of another realm, and nothing in between. */
static inline bool capsule_is_plain(napi_env env, napi_value prototype) {
  napi_value fresh, ordinary;
  bool same = false;
  return napi_create_object(env, &fresh) == napi_ok &&
         napi_get_prototype(env, fresh, &ordinary) == napi_ok &&
         napi_strict_equals(env, prototype, ordinary, &same) == napi_ok && same;
}

/* Whether an object has an own `length`. Its keys are not listed then: those of a String object are
   its letters, as many as there are. */
static inline bool capsule_has_length(napi_env env, napi_value object) {
  napi_value key;
  bool has = true;
  return napi_create_string_utf8(env, "length", 6, &key) != napi_ok ||
         napi_has_own_property(env, object, key, &has) != napi_ok || has;
}

/* An object without a class: its keys tell what it is. Three are shown; symbols are counted. */
static inline void capsule_found_keys(napi_env env, napi_value object, napi_value prototype,
                                      const char *name, capsule_text *found, capsule_text *advice) {
  napi_value keys;
  uint32_t count = 0, texts = 0;
  capsule_text list;
  capsule_clear(&list);
  bool has_capsule = false;
  if (capsule_has_length(env, object) ||
      napi_get_all_property_names(env, object, napi_key_own_only, napi_key_all_properties,
                                  napi_key_keep_numbers, &keys) != napi_ok ||
      napi_get_array_length(env, keys, &count) != napi_ok) {
    capsule_say(found, "an object");
    return;
  }
  for (uint32_t i = 0; i < count && i < 64; i++) {
    napi_value key;
    napi_valuetype type = napi_symbol;
    char bytes[16];
    if (napi_get_element(env, keys, i, &key) != napi_ok ||
        napi_typeof(env, key, &type) != napi_ok || type == napi_symbol)
      continue;
    if (texts++ < 3) {
      capsule_say(&list, texts == 1 ? "" : ", ");
      capsule_quote_key(env, &list, key);
    }
    has_capsule = has_capsule ||
                  (napi_get_value_string_utf8(env, key, bytes, sizeof(bytes), NULL) == napi_ok &&
                   strcmp(bytes, "capsule") == 0);
  }
  if (has_capsule) {
    capsule_say(found, "a plain object with the key 'capsule'");
    if (name == NULL) return;
    capsule_say(advice, "Pass ");
    capsule_say_module(advice, name);
    capsule_say(advice, ".capsule, not the module.");
  } else if (texts > 0) {
    const uint32_t more = count - (texts < 3 ? texts : 3);
    capsule_say(found, "a plain object with the key%s %s", count == 1 ? "" : "s", list.bytes);
    if (more > 0) capsule_say(found, " and %u more", (unsigned)more);
  } else if (count > 0) {
    capsule_say(found, "a plain object with %u symbol%s as keys", (unsigned)count,
                count == 1 ? "" : "s");
  } else if (!capsule_is_plain(env, prototype)) {
    capsule_say(found, "an object without keys of its own");
  } else {
    capsule_say(found, "an empty object");
    capsule_say(advice, "An object copied between threads loses its contents: import ");
    if (name == NULL) capsule_say(advice, "the package that sealed it");
    else capsule_quote(advice, name, strcspn(name, ":"));
    capsule_say(advice, " in this Worker.");
  }
}

/* What the engine knows of an object, whatever its prototype; NULL where it knows nothing. */
static inline const char *capsule_builtin(napi_env env, napi_value object) {
  typedef napi_status (*question)(napi_env, napi_value, bool *);
  const struct {
    question ask;
    const char *name;
  } kinds[] = {{napi_is_array, "an Array"},
               {napi_is_typedarray, "a typed array"},
               {napi_is_promise, "a Promise"},
               {napi_is_date, "a Date"},
               {napi_is_error, "an Error"},
               {napi_is_dataview, "a DataView"},
               {napi_is_arraybuffer, "an ArrayBuffer"}};
  for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
    bool is = false;
    if (kinds[i].ask(env, object, &is) == napi_ok && is) return kinds[i].name;
  }
  return NULL;
}

static inline void capsule_found_object(napi_env env, napi_value object, const char *name,
                                        bool wrapped, capsule_text *found, capsule_text *advice) {
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
    bool tagged;
    if (capsule_ask_tag(env, parent, &tagged) == napi_ok && tagged) {
      capsule_say(found, "an object that inherits from a capsule");
      capsule_say(advice, "Pass the capsule itself.");
      return;
    }
    parent = capsule_prototype(env, parent);
  }
  const char *builtin = capsule_builtin(env, object);
  if (builtin != NULL) {
    capsule_say(found, "%s", builtin);
    if (strcmp(builtin, "a Promise") == 0) capsule_say(advice, "Await it first.");
  } else if (capsule_prototype(env, prototype) != NULL)
    capsule_say(found, "an instance of a class");
  else capsule_found_keys(env, object, prototype, name, found, advice);
}

/* Fills `found` and, where the cure is known, `advice`.

     name      whose capsule was expected; NULL for any.
     wrapped   whether an addon has wrapped the object, which the gate has noticed. */
static inline void capsule_describe(napi_env env, napi_value value, const char *name, bool wrapped,
                                    capsule_text *found, capsule_text *advice) {
  napi_valuetype type = napi_undefined;
  napi_value ignored;
  bool pending = false;
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
      /* How long it is in UTF-16 is known; the bytes of UTF-8 would have to be made. */
      if (napi_get_value_string_utf16(env, value, NULL, 0, &length) != napi_ok || length > 64) {
        capsule_say(found, "a string of %zu characters", length);
        break;
      }
      capsule_say(found, "the string ");
      capsule_quote_string(env, found, value);
      break;
    case napi_object:
      capsule_found_object(env, value, name, wrapped, found, advice);
      /* Looking may fail: a list of keys can be too long for the engine. What it threw is not the
         answer. Nothing else is pending: the gate does not ask about objects then. */
      if (napi_is_exception_pending(env, &pending) == napi_ok && pending)
        napi_get_and_clear_last_exception(env, &ignored);
      break;
  }
}

#endif
