/* import.h: imports a capsule by its name, which names a package and one of its exports. */
#ifndef CAPSULE_DETAIL_IMPORT_H
#define CAPSULE_DETAIL_IMPORT_H

#include "open.h"

/* The steps of an import; capsule_import_result has the one that failed. */
enum capsule_import_step {
  CAPSULE_IMPORT_REQUIRE,
  CAPSULE_IMPORT_RESOLVE, /* distinguishes a missing package from one that throws */
  CAPSULE_IMPORT_LOAD,
  CAPSULE_IMPORT_READ
};

typedef struct capsule_import_result {
  enum capsule_import_step step;
  bool threw;
  napi_value value; /* the export, or the exception */
} capsule_import_result;

/* Creates the `require` of the calling addon, resolves and loads the package, and reads its export.

   This is JavaScript because its `catch` catches exceptions but not termination (of a Worker, or by
   a timeout of node:vm). Node-API does not distinguish the two: it would turn a termination into an
   exception, and the script would continue. When this function fails, execution may be terminating,
   and the caller makes no further call into the engine, which could cancel that. */
static inline napi_status capsule_run_import(napi_env env, const char *path, size_t length,
                                             const char *member, capsule_import_result *imported) {
  static const char source[] =
      "(function (file, path, member) {\n"
      "  let step = 0;\n"
      "  try {\n"
      "    const require = process.getBuiltinModule('module').createRequire(file);\n"
      "    step = 1;\n"
      "    require.resolve(path);\n"
      "    step = 2;\n"
      "    const exported = require(path);\n"
      "    step = 3;\n"
      "    return { step, threw: false, value: exported?.[member] };\n"
      "  } catch (value) {\n"
      "    return { step, threw: true, value };\n"
      "  }\n"
      "})";
  const char *file = NULL;
  napi_value text, function, undefined, result, step, threw, arguments[3];
  int32_t number = 0;
  napi_status status = node_api_get_module_file_name(env, &file);
  if (status == napi_ok) status = napi_get_undefined(env, &undefined);
  if (status == napi_ok) status = napi_create_string_utf8(env, source, sizeof(source) - 1, &text);
  if (status == napi_ok) status = napi_run_script(env, text, &function);
  if (status == napi_ok)
    status = napi_create_string_utf8(env, file, NAPI_AUTO_LENGTH, &arguments[0]);
  if (status == napi_ok) status = napi_create_string_utf8(env, path, length, &arguments[1]);
  if (status == napi_ok)
    status = napi_create_string_utf8(env, member, NAPI_AUTO_LENGTH, &arguments[2]);
  if (status == napi_ok)
    status = napi_call_function(env, undefined, function, 3, arguments, &result);
  if (status == napi_ok) status = napi_get_named_property(env, result, "step", &step);
  if (status == napi_ok) status = napi_get_named_property(env, result, "threw", &threw);
  if (status == napi_ok) status = napi_get_named_property(env, result, "value", &imported->value);
  if (status == napi_ok) status = napi_get_value_int32(env, step, &number);
  if (status == napi_ok) status = napi_get_value_bool(env, threw, &imported->threw);
  imported->step = (enum capsule_import_step)number;
  return status;
}

/* Fills in the refusal for an import that failed in some step. */
static inline void capsule_import_refusal(enum capsule_import_step step, const char *member,
                                          capsule_refusal *refusal) {
  switch (step) {
    case CAPSULE_IMPORT_REQUIRE:
      capsule_refusal_set(refusal, CAPSULE_ENGINE_REFUSED,
                          "a way to require packages, process.getBuiltinModule",
                          "none; the error is the cause", "");
      break;
    case CAPSULE_IMPORT_RESOLVE:
      capsule_refusal_set(refusal, CAPSULE_PACKAGE_NOT_FOUND,
                          "an installed package that offers this path", "none",
                          "Make it a dependency of the package that contains ");
      capsule_append_file(&refusal->advice,
                          capsule_code_address((capsule_function)capsule_destroy));
      capsule_append(&refusal->advice, ".");
      break;
    case CAPSULE_IMPORT_LOAD:
      capsule_refusal_set(refusal, CAPSULE_PACKAGE_THREW, "a package that loads",
                          "one that threw; its error is the cause", "");
      break;
    case CAPSULE_IMPORT_READ:
      capsule_refusal_set(refusal, CAPSULE_EXPORT_MISSING, "the export ", "a package without it",
                          "");
      capsule_append_name(&refusal->expected, member);
      break;
  }
}

static inline napi_value capsule_import(napi_env env, const char *name) {
  const char *colon = name == NULL ? NULL : strrchr(name, ':');
  const char *member = colon == NULL ? "capsule" : colon + 1;
  bool pending = false;
  if (!capsule_name_is_valid(name)) return capsule_throw_invalid_name(env, "Importing", name);
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Importing", name);
  /* An exception that was pending before must not become the cause of a refusal. */
  napi_status status = napi_is_exception_pending(env, &pending);
  if (status != napi_ok) return capsule_throw_status(env, &refusal, status);
  if (pending) return NULL;
  const size_t length = colon == NULL ? strlen(name) : (size_t)(colon - name);
  capsule_import_result imported;
  napi_valuetype type = napi_undefined;

  status = capsule_run_import(env, name, length, member, &imported);
  if (status == napi_ok) status = napi_typeof(env, imported.value, &type);
  if (status != napi_ok) return capsule_throw_status(env, &refusal, status);
  if (imported.threw || type == napi_undefined) {
    capsule_import_refusal(imported.step, member, &refusal);
    return capsule_throw(env, &refusal, imported.threw ? imported.value : NULL);
  }
  if (capsule_get_envelope(env, imported.value, name, &refusal) != NULL) return imported.value;
  capsule_text_clear(&refusal.advice); /* it says what to pass, but the caller passed nothing */
  return capsule_throw(env, &refusal, NULL);
}

#endif
