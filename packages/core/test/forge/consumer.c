/* consumer.c: an addon that the main thread loads. It deliberately keeps what it has opened
   in static variables: a Worker opens it, and another environment uses it later. It also seals for
   caller.cc, and uses what that returns. */
#include "counter.h"

#include <capsule/capsule_arrow.h>
#include <capsule/capsule_dlpack.h>
#include <capsule/capsule_function.h>

static const counter_api *kept;
static capsule_envelope *held;

static napi_value keep(napi_env env, napi_callback_info info) {
  kept = (const counter_api *)capsule_open_table(env, first_argument(env, info), &counter);
  return NULL;
}

static napi_value call(napi_env env, napi_callback_info info) {
  napi_value result;
  (void)info;
  return napi_create_double(env, kept->twice(kept->next(20)), &result) == napi_ok ? result : NULL;
}

static napi_value hold(napi_env env, napi_callback_info info) {
  held = capsule_open(env, first_argument(env, info), "@forge/kept");
  return NULL;
}

/* Returns the contents, and releases the hold. */
static napi_value use(napi_env env, napi_callback_info info) {
  napi_value result;
  const double value = *(const double *)held->pointer;
  (void)info;
  capsule_release(held);
  return napi_create_double(env, value, &result) == napi_ok ? result : NULL;
}

static struct ArrowArray taken_array;
static struct ArrowArrayStream taken_stream;

static napi_value take_arrow(napi_env env, napi_callback_info info) {
  capsule_take_arrow_array(env, first_argument(env, info), &taken_array);
  return NULL;
}

/* Returns the first value, and releases the array. */
static napi_value use_arrow(napi_env env, napi_callback_info info) {
  napi_value result;
  const double value = *(const double *)taken_array.buffers[1];
  (void)info;
  taken_array.release(&taken_array);
  return napi_create_double(env, value, &result) == napi_ok ? result : NULL;
}

static napi_value take_arrow_stream(napi_env env, napi_callback_info info) {
  capsule_take_arrow_array_stream(env, first_argument(env, info), &taken_stream);
  return NULL;
}

/* Returns the first value of the next array, and releases array and stream. */
static napi_value use_arrow_stream(napi_env env, napi_callback_info info) {
  if (taken_stream.get_next(&taken_stream, &taken_array) != 0) return NULL;
  taken_stream.release(&taken_stream);
  return use_arrow(env, info);
}

static napi_value hold_function(napi_env env, napi_callback_info info) {
  static const char *const signatures[] = {"f64(f64)"};
  held = capsule_open_function(env, first_argument(env, info), "@forge/kept", signatures, 1, NULL);
  return NULL;
}

/* Calls the function with 41, and releases the hold. */
static napi_value use_function(napi_env env, napi_callback_info info) {
  napi_value result;
  const double value = ((double (*)(double))capsule_function_of(held))(41);
  (void)info;
  capsule_release(held);
  return napi_create_double(env, value, &result) == napi_ok ? result : NULL;
}

/* Seals data of one number. */
static napi_value seal_data(napi_env env, napi_callback_info info) {
  static double number = 42;
  static const int64_t shape[] = {1};
  const capsule_data data = CAPSULE_DATA_OF(&number, CAPSULE_F64, 1, shape);
  (void)info;
  return capsule_seal_data(env, "@forge/kept", &data, NULL, NULL);
}

static double one_more(double x) { return x + 1; }

static napi_value seal_function(napi_env env, napi_callback_info info) {
  (void)info;
  return capsule_seal_function(env, "@forge/kept", "f64(f64)", (capsule_function)one_more, NULL,
                               NULL);
}

/* The address of the envelope that is held, for C code of another addon. */
static napi_value held_address(napi_env env, napi_callback_info info) {
  napi_value address;
  (void)info;
  return napi_create_bigint_uint64(env, (uintptr_t)held, &address) == napi_ok ? address : NULL;
}

static void *address_of(napi_env env, napi_value value) {
  uint64_t address = 0;
  bool lossless;
  return napi_get_value_bigint_uint64(env, value, &address, &lossless) == napi_ok
             ? (void *)(uintptr_t)address
             : NULL;
}

/* Calls the deleter of a tensor that another addon has made. */
static napi_value delete_tensor(napi_env env, napi_callback_info info) {
  capsule_dlpack *tensor = (capsule_dlpack *)address_of(env, first_argument(env, info));
  tensor->deleter(tensor);
  return NULL;
}

/* Calls a callback of another addon. */
static napi_value call_back(napi_env env, napi_callback_info info) {
  double (*callback)(double);
  napi_value result;
  const void *address = address_of(env, first_argument(env, info));
  memcpy(&callback, &address, sizeof(address));
  return napi_create_double(env, callback(41), &result) == napi_ok ? result : NULL;
}

NAPI_MODULE_INIT() {
  exports = export_function(env, exports, "keep", keep);
  exports = export_function(env, exports, "call", call);
  exports = export_function(env, exports, "takeArrow", take_arrow);
  exports = export_function(env, exports, "useArrow", use_arrow);
  exports = export_function(env, exports, "takeArrowStream", take_arrow_stream);
  exports = export_function(env, exports, "useArrowStream", use_arrow_stream);
  exports = export_function(env, exports, "callBack", call_back);
  exports = export_function(env, exports, "deleteTensor", delete_tensor);
  exports = export_function(env, exports, "heldAddress", held_address);
  exports = export_function(env, exports, "sealData", seal_data);
  exports = export_function(env, exports, "sealFunction", seal_function);
  exports = export_function(env, exports, "hold", hold);
  exports = export_function(env, exports, "holdFunction", hold_function);
  exports = export_function(env, exports, "useFunction", use_function);
  return export_function(env, exports, "use", use);
}
