/* reference.h: what the examples share. Each example is a function of one JavaScript value. */
#ifndef REFERENCE_REFERENCE_H
#define REFERENCE_REFERENCE_H

#include <capsule/capsule.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef napi_value reference_example(napi_env env, napi_value value);

/* Adds a function to the exports. Returns false with an exception pending if that failed. */
bool reference_export(napi_env env, napi_value exports, const char *name,
                      reference_example *example);

/* Each file adds its examples. */
bool reference_abi(napi_env env, napi_value exports);
bool reference_arrow(napi_env env, napi_value exports);
bool reference_capsule(napi_env env, napi_value exports);
bool reference_cxx(napi_env env, napi_value exports);
bool reference_data(napi_env env, napi_value exports);
bool reference_dlpack(napi_env env, napi_value exports);
bool reference_fastmath(napi_env env, napi_value exports);
bool reference_fastmath_node(napi_env env, napi_value exports);
bool reference_function(napi_env env, napi_value exports);
bool reference_import(napi_env env, napi_value exports);
bool reference_instance(napi_env env, napi_value exports);
bool reference_instance_cxx(napi_env env, napi_value exports);
bool reference_older_producer(napi_env env, napi_value exports);
bool reference_owned(napi_env env, napi_value exports);
bool reference_table(napi_env env, napi_value exports);

/* Converts a result to JavaScript: the example for capsule_fail. */
napi_value number(napi_env env, double x);

#ifdef __cplusplus
}
#endif

#endif
