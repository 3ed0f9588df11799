/* describe.h: describes a JavaScript value that is not a capsule, for a message, and what to pass
   instead.

   Nothing here runs code of the value: no getter, no trap of a Proxy, no conversion. No property is
   looked up and no keys are listed, not even of objects that seem ordinary. One of them may be the
   global object of a node:vm context, which looks like any other object, and where a look-up runs
   the traps of the sandbox. Listing millions of keys would also take seconds. */
#ifndef CAPSULE_DETAIL_DESCRIBE_H
#define CAPSULE_DETAIL_DESCRIBE_H

#include "envelope.h"

/* The prototype of an object, or NULL if it has none. All engines return null for a Proxy and run
   no trap. */
static inline napi_value capsule_get_prototype(napi_env env, napi_value object) {
  napi_value prototype = NULL;
  napi_valuetype type = napi_null;
  if (napi_get_prototype(env, object, &prototype) != napi_ok) return NULL;
  if (napi_typeof(env, prototype, &type) != napi_ok) return NULL;
  return type == napi_object ? prototype : NULL;
}

/* Appends a variable name for the producer's module: fastmath for "@capsule/fastmath:part". */
static inline void capsule_append_module(capsule_text *text, const char *name) {
  const char *slash = strrchr(name, '/');
  const char *from = slash == NULL ? name : slash + 1;
  const size_t length = strcspn(from, ":");
  size_t valid = 0; /* the number of leading characters that an identifier can have */
  while (valid < length && (from[valid] == '_' || (from[valid] >= '0' && from[valid] <= '9') ||
                            ((from[valid] | 32) >= 'a' && (from[valid] | 32) <= 'z')))
    valid++;
  if (valid == length && valid > 0 && valid <= 64 && (from[0] < '0' || from[0] > '9'))
    capsule_append(text, "%.*s", (int)length, from);
  else capsule_append(text, "module");
}

/* Appends the expression for a capsule: fastmath.capsule. */
static inline void capsule_append_export(capsule_text *text, const char *name) {
  const char *colon = strrchr(name, ':');
  capsule_append_module(text, name);
  capsule_append(text, ".");
  capsule_append_escaped(text, colon == NULL ? "capsule" : colon + 1, 64);
}

/* Appends a JavaScript string in quotes. */
static inline void capsule_append_string_value(napi_env env, capsule_text *text,
                                               napi_value string) {
  char bytes[128]; /* more than capsule_append_quoted shows */
  size_t length = 0;
  if (napi_get_value_string_utf8(env, string, NULL, 0, &length) != napi_ok ||
      napi_get_value_string_utf8(env, string, bytes, sizeof(bytes), NULL) != napi_ok)
    return;
  capsule_append_quoted(text, bytes, length);
}

/* Whether a prototype is Object.prototype of this realm. */
static inline bool capsule_has_default_prototype(napi_env env, napi_value prototype) {
  napi_value fresh, ordinary;
  bool same = false;
  return napi_create_object(env, &fresh) == napi_ok &&
         napi_get_prototype(env, fresh, &ordinary) == napi_ok &&
         napi_strict_equals(env, prototype, ordinary, &same) == napi_ok && same;
}

/* Advises what to pass instead of a plain object: it may be a module, or the copy of a capsule. */
static inline void capsule_advise_plain(const char *name, capsule_text *advice) {
  capsule_append(advice, "Pass ");
  if (name == NULL) capsule_append(advice, "the capsule that a module exports");
  else capsule_append_export(advice, name);
  capsule_append(advice, ", not the module. An object copied between threads loses its contents: "
                         "import ");
  if (name == NULL) capsule_append(advice, "the package that sealed it");
  else capsule_append_quoted(advice, name, strcspn(name, ":"));
  capsule_append(advice, " in this Worker.");
}

/* Returns the built-in type of an object, whatever its prototype is; NULL if it has none. */
static inline const char *capsule_builtin_name(napi_env env, napi_value object) {
  typedef napi_status (*predicate)(napi_env, napi_value, bool *);
  const struct {
    predicate test;
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
    if (kinds[i].test(env, object, &is) == napi_ok && is) return kinds[i].name;
  }
  return NULL;
}

static inline void capsule_describe_object(napi_env env, napi_value object, const char *name,
                                           bool wrapped, capsule_text *found,
                                           capsule_text *advice) {
  const napi_value prototype = capsule_get_prototype(env, object);
  if (wrapped) {
    capsule_append(found, "an object of another addon");
    return;
  }
  if (prototype == NULL) {
    capsule_append(found, "a module, a Proxy or another object without a prototype");
    if (name == NULL) return;
    capsule_append(advice, "Pass ");
    capsule_append_export(advice, name);
    capsule_append(advice, ", not the module or a Proxy of it.");
    return;
  }
  /* A prototype chain can have any length: only its first objects are checked for a capsule. */
  napi_value parent = prototype;
  for (int depth = 0; parent != NULL && depth < 8; depth++) {
    bool tagged;
    if (capsule_check_tag(env, parent, &tagged) == napi_ok && tagged) {
      capsule_append(found, "an object that inherits from a capsule");
      capsule_append(advice, "Pass the capsule itself.");
      return;
    }
    parent = capsule_get_prototype(env, parent);
  }
  const char *builtin = capsule_builtin_name(env, object);
  if (builtin != NULL) {
    capsule_append(found, "%s", builtin);
    if (strcmp(builtin, "a Promise") == 0) capsule_append(advice, "Await it first.");
  } else if (capsule_get_prototype(env, prototype) != NULL) {
    capsule_append(found, "an instance of a class");
  } else {
    capsule_append(found, "a plain object");
    if (capsule_has_default_prototype(env, prototype)) capsule_advise_plain(name, advice);
  }
}

/* Fills in `found`, and `advice` if the fix is known.

     name      of the capsule that was expected; NULL for any.
     wrapped   whether an addon has wrapped the object: see capsule_gate_result. */
static inline void capsule_describe_value(napi_env env, napi_value value, const char *name,
                                          bool wrapped, capsule_text *found, capsule_text *advice) {
  static const char *const names[] = {
      /* in the order of napi_valuetype */
      "undefined", "null",       "a boolean",
      "a number",  NULL,         "a symbol",
      NULL,        "a function", "an external value of another addon",
      "a bigint"};
  napi_valuetype type = napi_undefined;
  size_t length = 0;
  if (value != NULL && napi_typeof(env, value, &type) != napi_ok) type = napi_undefined;
  if ((size_t)type < sizeof(names) / sizeof(names[0]) && names[type] != NULL) {
    capsule_append(found, "%s", names[type]);
  } else if (type == napi_string) {
    /* A string has its length in UTF-16; the length in UTF-8 would have to be computed. */
    if (napi_get_value_string_utf16(env, value, NULL, 0, &length) != napi_ok || length > 64) {
      capsule_append(found, "a string of %zu characters", length);
      return;
    }
    capsule_append(found, "the string ");
    capsule_append_string_value(env, found, value);
  } else if (type == napi_object) {
    capsule_describe_object(env, value, name, wrapped, found, advice);
  }
}

#endif
