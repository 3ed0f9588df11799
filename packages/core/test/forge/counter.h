/* counter.h: the table that producer.c and borrower.c seal and consumer.c keeps. */
#ifndef COUNTER_H
#define COUNTER_H

#include <capsule/capsule.h>

typedef struct counter_api {
  size_t size;
  const char *variant;
  double (*next)(double);
  double (*twice)(double);
} counter_api;

static const capsule_entry counter_entries[] = {{"next", "f64(f64)", 0, 0},
                                                {"twice", "f64(f64)", 0, 0}};
static const capsule_contract counter = CAPSULE_CONTRACT("@forge/counter", 1, 0, counter_entries);

/* Adds a function to the exports of an addon. Returns NULL if that fails. */
static inline napi_value export_function(napi_env env, napi_value exports, const char *name,
                                         napi_callback call) {
  napi_property_descriptor property;
  memset(&property, 0, sizeof(property));
  property.utf8name = name;
  property.method = call;
  return exports != NULL && napi_define_properties(env, exports, 1, &property) == napi_ok ? exports
                                                                                          : NULL;
}

/* The first argument of a call, or NULL. */
static inline napi_value first_argument(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  return napi_get_cb_info(env, info, &count, &argument, NULL, NULL) == napi_ok ? argument : NULL;
}

#endif
