/* consumer.c: opens the table of @acme/rectangle with the headers of one version, optionally with a
   lower target, and calls every function: members directly, others with RECTANGLE_GET. */
#include <rectangle/rectangle_node.h>

#ifdef CARELESS /* ignores the size of the table */
#undef RECTANGLE_GET
#define RECTANGLE_GET(table, function)                                                             \
  (((rectangle_##function##_fn *const *)(const void *)(table))[RECTANGLE_AT_##function])
#endif

/* answers[name] = answer */
static bool add_answer(napi_env env, napi_value answers, const char *name, double answer) {
  napi_value value;
  return napi_create_double(env, answer, &value) == napi_ok &&
         napi_set_named_property(env, answers, name, value) == napi_ok;
}

/* Adds the result of a function, or -1 if the table does not have it. */
#define ADD_IF_PRESENT(name)                                                                       \
  do {                                                                                             \
    rectangle_##name##_fn *name = RECTANGLE_GET(rectangle, name);                                  \
    if (!add_answer(env, answers, #name, name == NULL ? -1 : name(3, 4))) return NULL;             \
  } while (0)

static napi_value open_table(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value, answers;
  if (napi_get_cb_info(env, info, &count, &value, NULL, NULL) != napi_ok ||
      napi_create_object(env, &answers) != napi_ok)
    return NULL;
  const rectangle_api *rectangle = rectangle_open(env, value);
  if (rectangle == NULL) return NULL;
#if MAJOR == 2
  if (!add_answer(env, answers, "volume", rectangle->volume(3, 4, 1)) ||
      !add_answer(env, answers, "area", rectangle->area(3, 4, 1)) ||
      !add_answer(env, answers, "diagonal", rectangle->diagonal(3, 4)))
    return NULL;
#else
  if (!add_answer(env, answers, "area", rectangle->area(3, 4))) return NULL;
#if MINOR < 2
  if (!add_answer(env, answers, "edge", rectangle->edge(3, 4))) return NULL;
#else
  ADD_IF_PRESENT(edge);
#endif
#if MINOR >= 1 && RECTANGLE_TARGET_MINOR >= 1
  if (!add_answer(env, answers, "diagonal", rectangle->diagonal(3, 4))) return NULL;
#elif MINOR >= 1
  ADD_IF_PRESENT(diagonal);
#endif
#if MINOR >= 2 && RECTANGLE_TARGET_MINOR >= 2
  if (!add_answer(env, answers, "ratio", rectangle->ratio(3, 4))) return NULL;
#elif MINOR >= 2
  ADD_IF_PRESENT(ratio);
#endif
#endif
  return answers;
}

NAPI_MODULE_INIT() {
  napi_value function;
  if (napi_create_function(env, "open", NAPI_AUTO_LENGTH, open_table, NULL, &function) != napi_ok ||
      napi_set_named_property(env, exports, "open", function) != napi_ok)
    return NULL;
  return exports;
}
