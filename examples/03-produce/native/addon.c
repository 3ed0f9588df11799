/* Seals the table, and hands the capsule to JavaScript. */
#include <distance/distance_node.h>

extern const distance_api distance_table;

NAPI_MODULE_INIT() {
  const napi_value capsule = distance_seal(env, &distance_table);
  if (capsule == NULL) return NULL;
  return napi_set_named_property(env, exports, "capsule", capsule) == napi_ok ? exports : NULL;
}
