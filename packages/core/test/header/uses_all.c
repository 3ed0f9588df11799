/* uses_all.c: uses every public function, so that each is compiled and none is merely declared.
   It is compiled after another system header, where strict C11 hides dladdr. */
#ifdef LATE
#include <stdio.h>
#endif
/* A workaround for hidden dladdr that another header may contain. */
#ifdef HAS_DL_INFO
#include <dlfcn.h>
#ifndef __USE_GNU
typedef struct Dl_info {
  const char *mine;
} Dl_info;
#endif
#endif
#include <capsule/capsule.h>
#include <capsule/capsule_arrow.h>
#include <capsule/capsule_dlpack.h>
#include <capsule/capsule_function.h>
#include <capsule/capsule_import.h>
#include <capsule/capsule_instance.h>
#include <capsule/capsule_owned.h>

napi_value uses_all(napi_env env, napi_value value, const capsule_contract *contract, void *table);
napi_value uses_data(napi_env env, napi_value value, capsule_dlpack *tensor);
napi_value uses_function(napi_env env, napi_value value);
napi_value uses_owned(napi_env env, napi_value value, void (*end)(void *, void *));
napi_value uses_instance(napi_env env, napi_value value, const capsule_contract *contract);
napi_value uses_arrow(napi_env env, napi_value value);
napi_value uses_arrow_streams(napi_env env, napi_value value);

napi_value uses_all(napi_env env, napi_value value, const capsule_contract *contract, void *table) {
  capsule_info info;
  capsule_envelope *envelope = capsule_open(env, value, "@test/name");
  if (envelope != NULL) {
    capsule_hold(envelope);
    capsule_release(envelope);
  }
  envelope = capsule_take(env, value, "@test/name");
  if (envelope != NULL && !capsule_is_exclusive(envelope)) return capsule_carry(env, envelope);
  if (capsule_revoke(env, value, "@test/name")) return capsule_fail(env);
  if (capsule_check(env, value, NULL) == CAPSULE_OK && capsule_label(env, value, &info))
    return capsule_seal(env, info.name, table, info.context, info.destructor);
  if (capsule_import_table(env, contract) == NULL) return NULL;
  if (capsule_open_table(env, value, contract) == NULL) return capsule_import(env, "@test/name");
  return capsule_seal_table(env, contract, table);
}

napi_value uses_data(napi_env env, napi_value value, capsule_dlpack *tensor) {
  static double values[6];
  static const int64_t shape[] = {2, 3};
  const capsule_data data = CAPSULE_DATA_OF(values, CAPSULE_F64, 2, shape);
  capsule_envelope *envelope = capsule_open_data(env, value, NULL);
  if (envelope == NULL) envelope = capsule_take_data(env, value, "@test/name");
  if (envelope != NULL) tensor = capsule_to_dlpack(envelope);
  if (tensor != NULL) return capsule_from_dlpack(env, "@test/name", tensor);
  return capsule_seal_data(env, "@test/name", &data, NULL, NULL);
}

napi_value uses_function(napi_env env, napi_value value) {
  static const char *const signatures[] = {"f64(f64)"};
  size_t which;
  capsule_envelope *envelope = capsule_open_function(env, value, NULL, signatures, 1, &which);
  if (envelope == NULL) return NULL;
  return capsule_seal_function(env, "@test/name", signatures[which], capsule_function_of(envelope),
                               envelope->context, NULL);
}

napi_value uses_owned(napi_env env, napi_value value, void (*end)(void *, void *)) {
  static double content;
  if (capsule_dispose(env, value))
    return capsule_seal_sized(env, "@test/name", &content, sizeof(content), NULL, end);
  return capsule_seal_function_sized(env, "@test/name", "f64(f64)", NULL, &content, 8, end);
}

napi_value uses_instance(napi_env env, napi_value value, const capsule_contract *contract) {
  capsule_envelope *envelope = capsule_open_instance(env, value, contract);
  if (envelope == NULL) return NULL;
  return capsule_seal_instance(env, contract, capsule_instance_table(envelope),
                               capsule_instance_state(envelope), envelope->destructor);
}

napi_value uses_arrow(napi_env env, napi_value value) {
  struct ArrowSchema schema;
  struct ArrowArray array;
  struct ArrowDeviceArray device;
  if (capsule_take_arrow_schema(env, value, &schema))
    return capsule_seal_arrow_schema(env, &schema);
  if (capsule_take_arrow_array(env, value, &array)) return capsule_seal_arrow_array(env, &array);
  if (capsule_take_arrow_device_array(env, value, &device) && capsule_arrow_is_on_host(&device))
    return capsule_seal_arrow_device_array(env, &device);
  if (capsule_request_arrow_schema(env, value, &schema)) schema.release(&schema);
  if (capsule_request_arrow_array(env, value, NULL, &schema, &array))
    return capsule_seal_arrow_pair(env, &schema, &array);
  return NULL;
}

napi_value uses_arrow_streams(napi_env env, napi_value value) {
  struct ArrowArrayStream stream;
  struct ArrowDeviceArrayStream device;
  if (capsule_take_arrow_device_array_stream(env, value, &device))
    return capsule_seal_arrow_device_array_stream(env, &device);
  if (capsule_take_arrow_array_stream(env, value, &stream) ||
      capsule_request_arrow_stream(env, value, NULL, &stream))
    return capsule_seal_arrow_array_stream(env, &stream);
  return NULL;
}
