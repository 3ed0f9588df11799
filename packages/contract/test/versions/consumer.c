/* consumer.c: opens the table of @acme/rectangle with the headers of one version, perhaps with a
   lower target, and calls every function that they have: members directly, others by asking. */
#include <rectangle/rectangle_node.h>

#ifdef CARELESS /* asks, and does not look at the size */
#undef RECTANGLE_GET
#define RECTANGLE_GET(table, function)                                                             \
  (((rectangle_##function##_fn *const *)(const void *)(table))[RECTANGLE_AT_##function])
#endif

/* answers[name] = answer */
static bool tell(napi_env env, napi_value answers, const char *name, double answer) {
  napi_value value;
  return napi_create_double(env, answer, &value) == napi_ok &&
         napi_set_named_property(env, answers, name, value) == napi_ok;
}

/* Tells what a function says that may not be there: -1 where it is not. */
#define TELL_IF_THERE(name)                                                                        \
  do {                                                                                             \
    rectangle_##name##_fn *name = RECTANGLE_GET(rectangle, name);                                  \
    if (!tell(env, answers, #name, name == NULL ? -1 : name(3, 4))) return NULL;                   \
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
  if (!tell(env, answers, "volume", rectangle->volume(3, 4, 1)) ||
      !tell(env, answers, "area", rectangle->area(3, 4, 1)) ||
      !tell(env, answers, "diagonal", rectangle->diagonal(3, 4)))
    return NULL;
#else
  if (!tell(env, answers, "area", rectangle->area(3, 4))) return NULL;
#if MINOR < 2
  if (!tell(env, answers, "edge", rectangle->edge(3, 4))) return NULL;
#else
  TELL_IF_THERE(edge);
#endif
#if MINOR >= 1 && RECTANGLE_TARGET_MINOR >= 1
  if (!tell(env, answers, "diagonal", rectangle->diagonal(3, 4))) return NULL;
#elif MINOR >= 1
  TELL_IF_THERE(diagonal);
#endif
#if MINOR >= 2 && RECTANGLE_TARGET_MINOR >= 2
  if (!tell(env, answers, "ratio", rectangle->ratio(3, 4))) return NULL;
#elif MINOR >= 2
  TELL_IF_THERE(ratio);
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
