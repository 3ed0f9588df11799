/* Seals one C function with its signature: Planck's law of radiation, without its constants. And a
   table of such functions, from which JavaScript takes one by its name. */
#include <capsule/capsule_function.h>
#include <math.h>

static double planck(double x) { return x * x * x / expm1(x); }

/* The same at a temperature, which is the context. */
static double at(double x, void *context) {
  const double temperature = *(const double *)context;
  return x * x * x / expm1(x / temperature);
}

typedef struct radiation_api {
  size_t size;
  const char *variant;
  double (*planck)(double x);
  double (*at)(double x, void *temperature);
} radiation_api;

static const radiation_api table = {sizeof(radiation_api), NULL, planck, at};
static const capsule_entry entries[] = {{"planck", "f64(f64)", 0, 0},
                                        {"at", "f64(f64,*void)", 0, 0}};
static const capsule_contract radiation =
    CAPSULE_CONTRACT("@example/06-callback:radiation", 1, 0, entries);

NAPI_MODULE_INIT() {
  napi_value function = capsule_seal_function(env, "@example/06-callback:planck", "f64(f64)",
                                              (capsule_function)planck, NULL, NULL); /* seal */
  if (function == NULL) return NULL; /* rejected: a JavaScript exception is pending */
  napi_value functions = capsule_seal_table(env, &radiation, &table);
  if (functions == NULL) return NULL;
  napi_status status = napi_set_named_property(env, exports, "planck", function);
  if (status == napi_ok) status = napi_set_named_property(env, exports, "radiation", functions);
  return status == napi_ok ? exports : capsule_fail(env);
}
