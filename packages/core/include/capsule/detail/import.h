/* import.h: finds a capsule by its name, which is its address. */
#ifndef CAPSULE_DETAIL_IMPORT_H
#define CAPSULE_DETAIL_IMPORT_H

#include "open.h"

/* How far an import came. */
enum capsule_import_step {
  CAPSULE_FINDS_REQUIRE,
  CAPSULE_RESOLVES, /* before it loads: a package that is missing is not one that fails */
  CAPSULE_LOADS,
  CAPSULE_READS
};

typedef struct capsule_imported {
  enum capsule_import_step step;
  bool threw;
  napi_value value; /* the export, or what was thrown */
} capsule_imported;

/* Runs what takes JavaScript: the `require` of the addon that runs, the package, its export.

   It is written in JavaScript for the sake of its `catch`, which catches errors and not the end of
   execution: a Worker that is terminated, a timeout of node:vm. Node-API cannot tell the two apart
   and would turn the end into an error, after which the script ran on. So where this fails, an end
   may be on its way: no further call into the engine, or that would take it back. */
static inline napi_status capsule_run_import(napi_env env, const char *path, size_t length,
                                             const char *member, capsule_imported *imported) {
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

/* Writes down why there is no capsule to be had. */
static inline void capsule_explain_import(enum capsule_import_step step, const char *member,
                                          capsule_refusal *refusal) {
  switch (step) {
    case CAPSULE_FINDS_REQUIRE:
      refusal->status = CAPSULE_ENGINE_REFUSED;
      capsule_say(&refusal->expected, "a way to require packages, process.getBuiltinModule");
      capsule_say(&refusal->found, "none; the error is the cause");
      break;
    case CAPSULE_RESOLVES:
      refusal->status = CAPSULE_PACKAGE_NOT_FOUND;
      capsule_say(&refusal->expected, "an installed package that offers this path");
      capsule_say(&refusal->found, "none");
      capsule_say(&refusal->advice, "Make it a dependency of the package that contains ");
      capsule_say_file(&refusal->advice, capsule_code_address((capsule_function)capsule_destroy));
      capsule_say(&refusal->advice, ".");
      break;
    case CAPSULE_LOADS:
      refusal->status = CAPSULE_PACKAGE_THREW;
      capsule_say(&refusal->expected, "a package that loads");
      capsule_say(&refusal->found, "one that threw; its error is the cause");
      break;
    case CAPSULE_READS:
      refusal->status = CAPSULE_EXPORT_MISSING;
      capsule_say(&refusal->expected, "the export ");
      capsule_quote_name(&refusal->expected, member);
      capsule_say(&refusal->found, "a package without it");
      break;
  }
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
  capsule_imported imported;
  napi_valuetype type = napi_undefined;

  napi_status status = capsule_run_import(env, name, length, member, &imported);
  if (status == napi_ok) status = napi_typeof(env, imported.value, &type);
  if (status != napi_ok) return capsule_throw_status(env, &refusal, status);
  if (imported.threw || type == napi_undefined) {
    capsule_explain_import(imported.step, member, &refusal);
    return capsule_throw(env, &refusal, imported.threw ? imported.value : NULL);
  }
  if (capsule_expect(env, imported.value, name, &refusal) != NULL) return imported.value;
  capsule_clear(&refusal.advice); /* nobody has passed it: there is nothing else to pass */
  return capsule_throw(env, &refusal, NULL);
}

#endif
