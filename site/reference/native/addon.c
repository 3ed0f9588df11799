#include "reference.h"

enum { MAX_EXAMPLES = 128 };

/* A pointer to a function cannot be the `data` of a callback: it is no pointer to an object. */
static reference_example *examples[MAX_EXAMPLES];
static size_t example_count;

static napi_value call(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value;
  void *slot;
  if (napi_get_cb_info(env, info, &count, &value, NULL, &slot) != napi_ok) return capsule_fail(env);
  return (*(reference_example **)slot)(env, value);
}

bool reference_export(napi_env env, napi_value exports, const char *name,
                      reference_example *example) {
  napi_value function;
  if (example_count == MAX_EXAMPLES) {
    napi_throw_error(env, NULL, "reference_export: expected a larger MAX_EXAMPLES.");
    return false;
  }
  examples[example_count] = example;
  void *slot = &examples[example_count++];
  if (napi_create_function(env, name, NAPI_AUTO_LENGTH, call, slot, &function) == napi_ok &&
      napi_set_named_property(env, exports, name, function) == napi_ok)
    return true;
  capsule_fail(env);
  return false;
}

NAPI_MODULE_INIT() {
  example_count = 0;
  const bool done = reference_abi(env, exports) && reference_arrow(env, exports) &&
                    reference_capsule(env, exports) && reference_cxx(env, exports) &&
                    reference_data(env, exports) && reference_dlpack(env, exports) &&
                    reference_fastmath(env, exports) && reference_fastmath_node(env, exports) &&
                    reference_function(env, exports) && reference_import(env, exports) &&
                    reference_instance(env, exports) && reference_instance_cxx(env, exports) &&
                    reference_older_producer(env, exports) && reference_owned(env, exports) &&
                    reference_table(env, exports);
  return done ? exports : NULL;
}
