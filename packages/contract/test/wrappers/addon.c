/* addon.c: exports the capsule of the table, and its functions. */
#include <signal/signal_functions.h>
#include <signal/signal_node.h>

#ifdef __cplusplus
extern "C"
#else
extern
#endif
    const signal_api signal_table;

static void free_values(void *pointer, void *context) {
  (void)context;
  free(pointer);
}

/* data(type, read_only): four elements 0, 1, 2, 3 of f64 or, if the type is 1, of f32; if it is 2,
   f64 in two dimensions; if it is 3, every second of eight. */
static napi_value data(napi_env env, napi_callback_info info) {
  napi_value in[2];
  size_t count = 2;
  double type = 0;
  bool read_only = false;
  if (napi_get_cb_info(env, info, &count, in, NULL, NULL) != napi_ok ||
      napi_get_value_double(env, in[0], &type) != napi_ok ||
      napi_get_value_bool(env, in[1], &read_only) != napi_ok)
    return NULL;
  double *values = (double *)calloc(8, sizeof *values);
  if (values == NULL) return NULL;
  for (int i = 0; i < 8; i++) {
    if (type == 1) ((float *)values)[i] = (float)i;
    else values[i] = type == 3 ? i / 2 : i;
  }
  const int64_t shape[] = {type == 2 ? 2 : 4, 2};
  const int64_t strides[] = {2};
  capsule_data description =
      CAPSULE_DATA_OF(values, type == 1 ? CAPSULE_F32 : CAPSULE_F64, type == 2 ? 2 : 1, shape);
  if (read_only) description.flags = CAPSULE_READ_ONLY;
  if (type == 3) description.strides = strides;
  const napi_value capsule =
      capsule_seal_data(env, "@acme/signal:data", &description, NULL, free_values);
  if (capsule == NULL) free(values);
  return capsule;
}

static double times(double x, void *context) { return x * *(const double *)context; }

/* factor(): the C function that doubles a number. */
static napi_value factor(napi_env env, napi_callback_info info) {
  (void)info;
  static double two = 2;
  return capsule_seal_function(env, "@acme/signal:factor", "f64(f64,*void)",
                               (capsule_function)times, &two, NULL);
}

static bool define(napi_env env, napi_value object, const char *name, napi_callback function) {
  napi_value value;
  return napi_create_function(env, name, NAPI_AUTO_LENGTH, function, NULL, &value) == napi_ok &&
         napi_set_named_property(env, object, name, value) == napi_ok;
}

NAPI_MODULE_INIT() {
  const napi_value capsule = signal_seal(env, &signal_table);
  if (capsule == NULL || !signal_define_functions(env, exports, &signal_table)) return NULL;
  const bool defined = napi_set_named_property(env, exports, "capsule", capsule) == napi_ok &&
                       define(env, exports, "data", data) && define(env, exports, "factor", factor);
  return defined ? exports : capsule_fail(env);
}
