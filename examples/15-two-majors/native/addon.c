/* Seals a table for each major. The functions for JavaScript have the same names in both, so those
   of each major are in an object of their own. */
#include <clamp/clamp_functions.h>
#include <clamp/clamp_node.h>
#include <clamp_v2/clamp_v2_functions.h>
#include <clamp_v2/clamp_v2_node.h>

extern const clamp_api clamp_table;
extern const clamp_v2_api clamp_v2_table;

NAPI_MODULE_INIT() {
  napi_value v1, v2;
  const napi_value capsule_v1 = clamp_seal(env, &clamp_table);
  const napi_value capsule_v2 = capsule_v1 == NULL ? NULL : clamp_v2_seal(env, &clamp_v2_table);
  if (capsule_v2 == NULL) return NULL; /* rejected: a JavaScript exception is pending */
  if (napi_create_object(env, &v1) != napi_ok || napi_create_object(env, &v2) != napi_ok)
    return capsule_fail(env);
  if (!clamp_define_functions(env, v1, &clamp_table)) return NULL;
  if (!clamp_v2_define_functions(env, v2, &clamp_v2_table)) return NULL;
  const napi_property_descriptor members[] = {
      {.utf8name = "capsule_v1", .value = capsule_v1, .attributes = napi_enumerable},
      {.utf8name = "capsule_v2", .value = capsule_v2, .attributes = napi_enumerable},
      {.utf8name = "v1", .value = v1, .attributes = napi_enumerable},
      {.utf8name = "v2", .value = v2, .attributes = napi_enumerable},
  };
  const napi_status status =
      napi_define_properties(env, exports, sizeof(members) / sizeof(members[0]), members);
  return status == napi_ok ? exports : capsule_fail(env);
}
