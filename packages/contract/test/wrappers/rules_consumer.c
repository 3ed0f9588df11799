/* rules_consumer.c: calls the functions of rules.contract.ts, also as they may not be called. */
#include <capsule/capsule_function.h>
#include <rules/rules_node.h>

#include <pthread.h>

static const rules_api *rules;
static rules_counter *counter;

static void *call_here(void *result) {
  *(double *)result = rules->here(1);
  return NULL;
}

static void nothing(void *context) { (void)context; }

/* Callbacks, which run while the function that calls them does. */
static void call_alone(void *context) { rules->alone(nothing, context); }
static void call_alone_too(void *context) {
  (void)context;
  rules->alone_too();
}
static void call_anywhere(void *context) { *(double *)context = rules->anywhere(1); }
static void visit_counter(void *context) { rules->counter_visit(counter, nothing, context); }
static void swap_counter(void *context) { rules->counter_swap((rules_counter *)context, counter); }
static void visit_other(void *context) {
  rules->counter_visit((rules_counter *)context, nothing, NULL);
}
static void *on_thread(void *context) {
  visit_counter(context);
  return NULL;
}
static void visit_on_thread(void *context) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, on_thread, context) == 0) pthread_join(thread, NULL);
}

/* call(what): makes the calls with a name. */
static napi_value call(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument, value;
  char name[32] = "";
  double result = 0;
  pthread_t thread;
  if (napi_get_cb_info(env, info, &count, &argument, NULL, NULL) != napi_ok ||
      napi_get_value_string_utf8(env, argument, name, sizeof name, NULL) != napi_ok)
    return NULL;
  counter = rules->counter_new();
  rules_counter *other = rules->counter_new();
  if (strcmp(name, "js here") == 0) result = rules->here(1);
  if (strcmp(name, "js on a thread") == 0 && pthread_create(&thread, NULL, call_here, &result) == 0)
    pthread_join(thread, NULL);
  if (strcmp(name, "js on a thread, often") == 0)
    for (int i = 0; i < 100; i++)
      if (pthread_create(&thread, NULL, call_here, &result) == 0) pthread_join(thread, NULL);
  if (strcmp(name, "one after the other") == 0)
    for (int i = 0; i < 3; i++) rules->alone(nothing, NULL);
  if (strcmp(name, "one in one") == 0) rules->alone(call_alone, NULL);
  if (strcmp(name, "one in another") == 0) rules->alone(call_alone_too, NULL);
  if (strcmp(name, "any in one") == 0) rules->alone(call_anywhere, &result);
  if (strcmp(name, "handle in handle") == 0) rules->counter_visit(counter, visit_counter, NULL);
  if (strcmp(name, "handle on a thread") == 0) rules->counter_visit(counter, visit_on_thread, NULL);
  if (strcmp(name, "handle in another function") == 0)
    rules->counter_visit(counter, swap_counter, other);
  if (strcmp(name, "another handle") == 0) rules->counter_visit(counter, visit_other, other);
  if (strcmp(name, "one handle twice") == 0) rules->counter_swap(counter, counter);
  rules->counter_free(counter);
  rules->counter_free(other);
  return napi_create_double(env, result, &value) == napi_ok ? value : capsule_fail(env);
}

static void *call_with_1(void *envelope) {
  const capsule_function f = capsule_function_of((const capsule_envelope *)envelope);
  static double result;
  result = ((double (*)(double))f)(1);
  return &result;
}

/* callFunction(capsule, onThread): calls a function of a number with 1. */
static napi_value call_function(napi_env env, napi_callback_info info) {
  static const char *const signatures[] = {"f64(f64)"};
  size_t count = 2;
  napi_value arguments[2], value;
  bool on_a_thread;
  pthread_t thread;
  void *result = NULL;
  if (napi_get_cb_info(env, info, &count, arguments, NULL, NULL) != napi_ok ||
      napi_get_value_bool(env, arguments[1], &on_a_thread) != napi_ok)
    return capsule_fail(env);
  capsule_envelope *held = capsule_open_function(env, arguments[0], NULL, signatures, 1, NULL);
  if (held == NULL) return NULL;
  if (!on_a_thread) result = call_with_1(held);
  else if (pthread_create(&thread, NULL, call_with_1, held) == 0) pthread_join(thread, &result);
  capsule_release(held);
  const double number = result == NULL ? -1 : *(const double *)result;
  return napi_create_double(env, number, &value) == napi_ok ? value : capsule_fail(env);
}

/* open(capsule): keeps the table, for all environments. */
static napi_value open_rules(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  if (napi_get_cb_info(env, info, &count, &argument, NULL, NULL) == napi_ok)
    rules = rules_open(env, argument);
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_value function;
  const bool defined =
      napi_create_function(env, "open", NAPI_AUTO_LENGTH, open_rules, NULL, &function) == napi_ok &&
      napi_set_named_property(env, exports, "open", function) == napi_ok &&
      napi_create_function(env, "call", NAPI_AUTO_LENGTH, call, NULL, &function) == napi_ok &&
      napi_set_named_property(env, exports, "call", function) == napi_ok &&
      napi_create_function(env, "callFunction", NAPI_AUTO_LENGTH, call_function, NULL, &function) ==
          napi_ok &&
      napi_set_named_property(env, exports, "callFunction", function) == napi_ok;
  return defined ? exports : capsule_fail(env);
}
