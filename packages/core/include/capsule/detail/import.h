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

/* The exports of other majors that an import reads. They may be getters that load another addon, so
   all are read only for a message. */
typedef enum capsule_import_majors {
  CAPSULE_IMPORT_NO_MAJOR,
  CAPSULE_IMPORT_ONE_MAJOR, /* <member>_v<major> */
  CAPSULE_IMPORT_ALL_MAJORS /* without those that throw */
} capsule_import_majors;

typedef struct capsule_import_result {
  enum capsule_import_step step;
  bool threw;
  napi_value value;  /* the export, or the exception */
  napi_value majors; /* a list of exports <member>_v1, <member>_v2 and so on */
} capsule_import_result;

/* Creates the `require` of the calling addon, resolves and loads the package, and reads its export.

   This is JavaScript because its `catch` catches exceptions but not termination (of a Worker, or by
   a timeout of node:vm). Node-API does not distinguish the two: it would turn a termination into an
   exception, and the script would continue. When this function fails, execution may be terminating,
   and the caller makes no further call into the engine, which could cancel that. */
static inline napi_status capsule_run_import(napi_env env, const char *path, size_t length,
                                             const char *member, capsule_import_majors majors,
                                             uint32_t major, capsule_import_result *imported) {
  static const char source[] =
      "(function (file, path, member, majors, major) {\n"
      "  let step = 0;\n"
      "  try {\n"
      "    const require = process.getBuiltinModule('module').createRequire(file);\n"
      "    step = 1;\n"
      "    require.resolve(path);\n"
      "    step = 2;\n"
      "    const exported = require(path);\n"
      "    step = 3;\n"
      "    const value = exported?.[member];\n"
      "    const found = majors === 1 ? [exported?.[`${member}_v${major}`]] : [];\n"
      "    for (const key of majors === 2 ? Object.keys(exported ?? {}) : [])\n"
      "      if (key.startsWith(member) && /^_v(0|[1-9]\\d*)$/.test(key.slice(member.length)))\n"
      "        try { found.push(exported[key]); } catch {}\n"
      "    return { step, threw: false, value, majors: found };\n"
      "  } catch (value) {\n"
      "    return { step, threw: true, value };\n"
      "  }\n"
      "})";
  const char *file = NULL;
  napi_value text, function, undefined, result, step, threw, arguments[5];
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
  if (status == napi_ok) status = napi_create_uint32(env, (uint32_t)majors, &arguments[3]);
  if (status == napi_ok) status = napi_create_uint32(env, major, &arguments[4]);
  if (status == napi_ok)
    status = napi_call_function(env, undefined, function, 5, arguments, &result);
  if (status == napi_ok) status = napi_get_named_property(env, result, "step", &step);
  if (status == napi_ok) status = napi_get_named_property(env, result, "threw", &threw);
  if (status == napi_ok) status = napi_get_named_property(env, result, "value", &imported->value);
  if (status == napi_ok) status = napi_get_named_property(env, result, "majors", &imported->majors);
  if (status == napi_ok) status = napi_get_value_int32(env, step, &number);
  if (status == napi_ok) status = napi_get_value_bool(env, threw, &imported->threw);
  imported->step = (enum capsule_import_step)number;
  return status;
}

/* Fills in the refusal for an import that failed at a step. */
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

/* Imports the package of a name and reads its export, and those of other majors. Returns false with
   an exception pending if that fails. A missing export is undefined. */
static inline bool capsule_import_exports(napi_env env, const char *name,
                                          capsule_import_majors majors, uint32_t major,
                                          capsule_refusal *refusal,
                                          capsule_import_result *imported) {
  const char *colon = name == NULL ? NULL : strrchr(name, ':');
  const char *member = colon == NULL ? "capsule" : colon + 1;
  bool pending = false;
  if (!capsule_name_is_valid(name)) {
    capsule_throw_invalid_name(env, "Importing", name);
    return false;
  }
  capsule_refusal_init(refusal, "Importing", name);
  /* An exception that was pending before must not become the cause of a refusal. */
  napi_status status = napi_is_exception_pending(env, &pending);
  if (status != napi_ok) return capsule_throw_status(env, refusal, status) != NULL;
  if (pending) return false;
  const size_t length = colon == NULL ? strlen(name) : (size_t)(colon - name);
  status = capsule_run_import(env, name, length, member, majors, major, imported);
  if (status != napi_ok) return capsule_throw_status(env, refusal, status) != NULL;
  if (!imported->threw) return true;
  capsule_import_refusal(imported->step, member, refusal);
  return capsule_throw(env, refusal, imported->value) != NULL;
}

/* Returns an export if it is a capsule of the name; throws the refusal if not. */
static inline napi_value capsule_require_export(napi_env env, napi_value value, const char *name,
                                                capsule_refusal *refusal) {
  const char *colon = strrchr(name, ':');
  napi_valuetype type;
  const napi_status status = napi_typeof(env, value, &type);
  if (status != napi_ok) return capsule_throw_status(env, refusal, status);
  if (type == napi_undefined)
    capsule_import_refusal(CAPSULE_IMPORT_READ, colon == NULL ? "capsule" : colon + 1, refusal);
  else if (capsule_get_envelope(env, value, name, refusal) != NULL) return value;
  else
    capsule_text_clear(&refusal->advice); /* it says what to pass, but the caller passed nothing */
  return capsule_throw(env, refusal, NULL);
}

static inline napi_value capsule_import(napi_env env, const char *name) {
  capsule_refusal refusal;
  capsule_import_result imported;
  if (!capsule_import_exports(env, name, CAPSULE_IMPORT_NO_MAJOR, 0, &refusal, &imported))
    return NULL;
  return capsule_require_export(env, imported.value, name, &refusal);
}

#endif
