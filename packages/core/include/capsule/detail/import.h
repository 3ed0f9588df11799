/* import.h: finds a capsule by its name, which is its address. */
#ifndef CAPSULE_DETAIL_IMPORT_H
#define CAPSULE_DETAIL_IMPORT_H

/* Calls object[method](text). */
static inline napi_status capsule_call_method(napi_env env, napi_value object, const char *method,
                                              const char *text, size_t length, napi_value *result) {
  napi_value function, argument;
  napi_status status = napi_get_named_property(env, object, method, &function);
  if (status == napi_ok) status = napi_create_string_utf8(env, text, length, &argument);
  if (status == napi_ok) status = napi_call_function(env, object, function, 1, &argument, result);
  return status;
}

/* The `require` of the addon that runs: process.getBuiltinModule('module').createRequire(file). */
static inline napi_status capsule_get_require(napi_env env, const char *file, napi_value *require) {
  napi_value global, process, module;
  napi_status status = napi_get_global(env, &global);
  if (status == napi_ok) status = napi_get_named_property(env, global, "process", &process);
  if (status == napi_ok)
    status = capsule_call_method(env, process, "getBuiltinModule", "module", 6, &module);
  if (status == napi_ok)
    status = capsule_call_method(env, module, "createRequire", file, strlen(file), require);
  return status;
}

/* Throws a refusal; an exception that is pending becomes its cause. */
static inline napi_value capsule_throw_import(napi_env env, capsule_refusal *refusal,
                                              capsule_status status) {
  napi_value cause = NULL;
  bool pending = false;
  refusal->status = status;
  if (napi_is_exception_pending(env, &pending) == napi_ok && pending)
    napi_get_and_clear_last_exception(env, &cause);
  return capsule_throw(env, refusal, cause);
}

static inline napi_value capsule_import(napi_env env, const char *name) {
  const char *colon = name == NULL ? NULL : strrchr(name, ':');
  const char *member = colon == NULL ? "capsule" : colon + 1;
  bool pending = false;
  /* What is pending is not of our making, and must not become the cause of a refusal. */
  if (napi_is_exception_pending(env, &pending) != napi_ok || pending) return NULL;
  if (!capsule_name_is_usable(name)) return capsule_refuse_name(env, "Importing", name);
  capsule_refusal refusal;
  capsule_doing(&refusal, "Importing", name);
  const size_t length = colon == NULL ? strlen(name) : (size_t)(colon - name);
  const char *file = NULL;
  napi_value require, text, package, found = NULL;
  napi_valuetype type = napi_undefined;

  if (node_api_get_module_file_name(env, &file) != napi_ok ||
      capsule_get_require(env, file, &require) != napi_ok) {
    capsule_say(&refusal.expected, "process.getBuiltinModule, to find packages with");
    capsule_say(&refusal.found, "an engine without it");
    return capsule_throw_import(env, &refusal, CAPSULE_ENGINE_REFUSED);
  }
  /* Resolving first tells a package that is missing from one that fails while it loads. */
  if (capsule_call_method(env, require, "resolve", name, length, &text) != napi_ok) {
    capsule_say(&refusal.expected, "an installed package that offers this path");
    capsule_say(&refusal.found, "none");
    capsule_say(&refusal.advice, "Make it a dependency of the package that contains ");
    capsule_say_file(&refusal.advice, capsule_code_address((capsule_function)capsule_destroy));
    capsule_say(&refusal.advice, ".");
    return capsule_throw_import(env, &refusal, CAPSULE_PACKAGE_NOT_FOUND);
  }
  if (napi_create_string_utf8(env, name, length, &text) != napi_ok ||
      napi_call_function(env, require, require, 1, &text, &package) != napi_ok) {
    capsule_say(&refusal.expected, "a package that loads");
    capsule_say(&refusal.found, "one that threw; its error is the cause");
    return capsule_throw_import(env, &refusal, CAPSULE_PACKAGE_THREW);
  }
  if (napi_get_named_property(env, package, member, &found) != napi_ok ||
      napi_typeof(env, found, &type) != napi_ok || type == napi_undefined) {
    capsule_say(&refusal.expected, "the export ");
    capsule_quote_name(&refusal.expected, member);
    capsule_say(&refusal.found, "a package without it");
    return capsule_throw_import(env, &refusal, CAPSULE_EXPORT_MISSING);
  }
  if (capsule_expect(env, found, name, &refusal) != NULL) return found;
  capsule_clear(&refusal.advice); /* nobody has passed it: there is nothing else to pass */
  return capsule_throw(env, &refusal, NULL);
}

#endif
