/* subject.c: exports every function of core's C headers to JavaScript, with at most one argument,
   for the calls in src/scenarios/headers.ts. Allocations and calls of this file can fail, too, so
   each function checks every status. */
#include "subject.h"

#include <capsule/capsule_data.h>
#include <capsule/capsule_dlpack.h>
#include <capsule/capsule_function.h>
#include <capsule/capsule_owned.h>

#include <stdlib.h>

typedef struct adder_api {
  size_t size;
  const char *variant;
  double (*add)(double, double);
  double (*subtract)(double, double);
} adder_api;

static double add(double a, double b) { return a + b; }
static double subtract(double a, double b) { return a - b; }
static double twice(double x, void *context) { return x * *(const double *)context; }

static const capsule_entry entries[] = {{"add", "f64(f64,f64)", 0, 0},
                                        {"subtract", "f64(f64,f64)", 0, 0}};
static const capsule_contract contract = CAPSULE_CONTRACT("@subject/adder", 1, 0, entries);
static const adder_api table = {sizeof(adder_api), "plain", add, subtract};

/* A consumer that was compiled with another signature. */
static const capsule_entry wrong_entries[] = {{"add", "f32(f32,f32)", 0, 0}};
static const capsule_contract wrong_contract =
    CAPSULE_CONTRACT("@subject/adder", 1, 0, wrong_entries);
static const capsule_contract later_contract = CAPSULE_CONTRACT("@subject/adder", 2, 0, entries);

static const char *const signatures[] = {"f64(f64)", "f64(f64,*void)"};

static void end(void *pointer, void *context) {
  (void)context;
  free(pointer);
}

static void end_context(void *pointer, void *context) {
  (void)pointer;
  free(context);
}

static double *make_values(void) {
  double *values = (double *)malloc(4 * sizeof(double));
  for (size_t i = 0; values != NULL && i < 4; i++) values[i] = (double)i;
  return values;
}

static napi_value seal_table(napi_env env, napi_callback_info info) {
  (void)info;
  return capsule_seal_table(env, &contract, &table);
}

static napi_value open_with(napi_env env, napi_callback_info info, const capsule_contract *wanted) {
  napi_value value;
  if (!read_argument(env, info, &value)) return NULL;
  const adder_api *opened = (const adder_api *)capsule_open_table(env, value, wanted);
  return opened == NULL ? NULL : number(env, opened->subtract(opened->add(1, 5), 2));
}

static napi_value open_table(napi_env env, napi_callback_info info) {
  return open_with(env, info, &contract);
}

static napi_value open_wrong_table(napi_env env, napi_callback_info info) {
  return open_with(env, info, &wrong_contract);
}

static napi_value open_later_table(napi_env env, napi_callback_info info) {
  return open_with(env, info, &later_contract);
}

static napi_value seal_pointer(napi_env env, napi_callback_info info) {
  (void)info;
  double *values = make_values();
  if (values == NULL) return throw_no_memory(env);
  napi_value capsule = capsule_seal(env, "@subject/pointer", values, NULL, end);
  if (capsule == NULL) free(values);
  return capsule;
}

static napi_value seal_sized(napi_env env, napi_callback_info info) {
  (void)info;
  double *values = make_values();
  if (values == NULL) return throw_no_memory(env);
  napi_value capsule = capsule_seal_sized(env, "@subject/pointer", values, 1 << 20, NULL, end);
  if (capsule == NULL) free(values);
  return capsule;
}

static napi_value dispose_pointer(napi_env env, napi_callback_info info) {
  napi_value value;
  if (!read_argument(env, info, &value)) return NULL;
  return capsule_dispose(env, value) ? number(env, 1) : NULL;
}

static napi_value open_pointer(napi_env env, napi_callback_info info) {
  napi_value value;
  if (!read_argument(env, info, &value)) return NULL;
  capsule_envelope *held = capsule_open(env, value, "@subject/pointer");
  if (held == NULL) return NULL;
  const double found = ((const double *)held->pointer)[3];
  capsule_release(held);
  return number(env, found);
}

static napi_value take_pointer(napi_env env, napi_callback_info info) {
  napi_value value;
  if (!read_argument(env, info, &value)) return NULL;
  capsule_envelope *held = capsule_take(env, value, "@subject/pointer");
  if (held == NULL) return NULL;
  const bool exclusive = capsule_is_exclusive(held);
  capsule_release(held);
  return number(env, exclusive ? 1 : 0);
}

static napi_value revoke_pointer(napi_env env, napi_callback_info info) {
  napi_value value;
  if (!read_argument(env, info, &value)) return NULL;
  return capsule_revoke(env, value, "@subject/pointer") ? number(env, 1) : NULL;
}

static napi_value carry_pointer(napi_env env, napi_callback_info info) {
  napi_value value;
  if (!read_argument(env, info, &value)) return NULL;
  capsule_envelope *held = capsule_open(env, value, "@subject/pointer");
  if (held == NULL) return NULL;
  napi_value carried = capsule_carry(env, held);
  capsule_release(held);
  return carried;
}

static napi_value seal_function(napi_env env, napi_callback_info info) {
  (void)info;
  double *context = make_values();
  if (context == NULL) return throw_no_memory(env);
  napi_value capsule = capsule_seal_function(env, "@subject/function", "f64(f64,*void)",
                                             (capsule_function)twice, context, end_context);
  if (capsule == NULL) free(context);
  return capsule;
}

static napi_value open_function(napi_env env, napi_callback_info info) {
  napi_value value;
  size_t which;
  if (!read_argument(env, info, &value)) return NULL;
  capsule_envelope *held = capsule_open_function(env, value, NULL, signatures, 2, &which);
  if (held == NULL) return NULL;
  const capsule_function f = capsule_function_of(held);
  const double result = ((double (*)(double, void *))f)(3, held->context);
  capsule_release(held);
  return number(env, which == 1 ? result : -1);
}

static napi_value open_unary_function(napi_env env, napi_callback_info info) {
  napi_value value;
  if (!read_argument(env, info, &value)) return NULL;
  capsule_envelope *held = capsule_open_function(env, value, NULL, signatures, 1, NULL);
  if (held == NULL) return NULL;
  capsule_release(held);
  return number(env, 0);
}

static napi_value seal_data(napi_env env, napi_callback_info info) {
  (void)info;
  double *values = make_values();
  if (values == NULL) return throw_no_memory(env);
  const int64_t shape[] = {2, 2};
  const capsule_data data = CAPSULE_DATA_OF(values, CAPSULE_F64, 2, shape);
  napi_value capsule = capsule_seal_data(env, "@subject/data", &data, NULL, end);
  if (capsule == NULL) free(values);
  return capsule;
}

static napi_value use_data(napi_env env, capsule_envelope *held) {
  if (held == NULL) return NULL;
  const double last = ((const double *)held->data->data)[capsule_data_count(held->data) - 1];
  capsule_release(held);
  return number(env, last);
}

static napi_value open_data(napi_env env, napi_callback_info info) {
  napi_value value;
  if (!read_argument(env, info, &value)) return NULL;
  return use_data(env, capsule_open_data(env, value, NULL));
}

static napi_value take_data(napi_env env, napi_callback_info info) {
  napi_value value;
  if (!read_argument(env, info, &value)) return NULL;
  return use_data(env, capsule_take_data(env, value, "@subject/data"));
}

/* Converts data to a DLPack tensor, and the tensor to data. */
static napi_value convert_data(napi_env env, napi_callback_info info) {
  napi_value value;
  if (!read_argument(env, info, &value)) return NULL;
  capsule_envelope *held = capsule_open_data(env, value, NULL);
  if (held == NULL) return NULL;
  capsule_dlpack *tensor = capsule_to_dlpack(held);
  capsule_release(held);
  if (tensor == NULL) return throw_no_memory(env);
  return capsule_from_dlpack(env, "@subject/tensor", tensor);
}

static napi_value import_capsule(napi_env env, napi_callback_info info) {
  (void)info;
  return capsule_import(env, "@capsule/fastmath");
}

static napi_value import_missing(napi_env env, napi_callback_info info) {
  (void)info;
  return capsule_import(env, "@subject/missing");
}

static napi_value import_other(napi_env env, napi_callback_info info) {
  (void)info;
  return capsule_import(env, "@capsule/fastmath:other");
}

/* Returns the status of capsule_check, which itself never throws. */
static napi_value check(napi_env env, napi_callback_info info) {
  napi_value value;
  if (!read_argument(env, info, &value)) return NULL;
  const capsule_status status = capsule_check(env, value, NULL);
  /* capsule_check reports a failed Node-API call by this status. */
  if (status == CAPSULE_ENGINE_REFUSED) return fail(env);
  return number(env, status);
}

static napi_value label(napi_env env, napi_callback_info info) {
  napi_value value;
  capsule_info read;
  if (!read_argument(env, info, &value) || !capsule_label(env, value, &read)) return NULL;
  return number(env, (double)strlen(read.name));
}

NAPI_MODULE_INIT() {
  static const exported_function functions[] = {
      {"sealTable", seal_table},
      {"openTable", open_table},
      {"openWrongTable", open_wrong_table},
      {"openLaterTable", open_later_table},
      {"sealPointer", seal_pointer},
      {"sealSized", seal_sized},
      {"disposePointer", dispose_pointer},
      {"openPointer", open_pointer},
      {"takePointer", take_pointer},
      {"revokePointer", revoke_pointer},
      {"carryPointer", carry_pointer},
      {"sealFunction", seal_function},
      {"openFunction", open_function},
      {"openUnaryFunction", open_unary_function},
      {"sealData", seal_data},
      {"openData", open_data},
      {"takeData", take_data},
      {"convertData", convert_data},
      {"importCapsule", import_capsule},
      {"importMissing", import_missing},
      {"importOther", import_other},
      {"check", check},
      {"label", label},
  };
  return export_functions(env, exports, functions, sizeof(functions) / sizeof(*functions));
}
