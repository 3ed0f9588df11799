/* Seals the table and exports the capsule, and the functions of the table. */
#include <distance/distance_functions.h>
#include <distance/distance_node.h>

extern const distance_api distance_table;

NAPI_MODULE_INIT() {
  const napi_value capsule = distance_seal(env, &distance_table); /* seal */
  if (capsule == NULL) return NULL; /* rejected: a JavaScript exception is pending */
  if (!distance_define_functions(env, exports, &distance_table)) return NULL;
  napi_status status = napi_set_named_property(env, exports, "capsule", capsule);
  return status == napi_ok ? exports : capsule_fail(env);
}
