/* capsule_import.c: the example for capsule_import.h. */
#include "reference.h"

#include <capsule/capsule_import.h>
#include <fastmath/fastmath_node.h>

/* #region capsule_import_table */
static napi_value import_major(napi_env env, napi_value value) {
  (void)value;
  /* Contract 1.x, also from a package that offers 1.x and 2.x. The same as fastmath_import(env). */
  const fastmath_api *math = (const fastmath_api *)capsule_import_table(env, &fastmath_contract);
  if (math == NULL) return NULL; /* rejected: an exception is pending */
  const double x[] = {3, 4};
  return number(env, math->dot(x, x, 2));
}
/* #endregion */

bool reference_import(napi_env env, napi_value exports) {
  return reference_export(env, exports, "import_major", import_major);
}
