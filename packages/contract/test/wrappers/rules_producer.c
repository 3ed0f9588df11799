/* rules_producer.c: a producer that was generated from rules.contract.ts. */
#include <rules/rules_node.h>
#include <stdlib.h>

struct rules_counter {
  size_t count;
};

static double anywhere(double x) { return x + 1; }
static double here(double x) { return x + 2; }
static void alone(rules_visit_fn *visit, void *context) { visit(context); }
static size_t alone_too(void) { return 1; }
static rules_counter *counter_new(void) {
  return (rules_counter *)calloc(1, sizeof(rules_counter));
}
static void counter_visit(rules_counter *counter, rules_visit_fn *visit, void *context) {
  counter->count++;
  visit(context);
}
static void counter_swap(rules_counter *first, rules_counter *second) {
  const size_t count = first->count;
  first->count = second->count;
  second->count = count;
}
static void counter_free(rules_counter *counter) { free(counter); }
static size_t later(void) { return 2; }

#define SET(name) .name = name,
static const rules_api table = {RULES_HEAD, .variant = "test", RULES_FUNCTIONS(SET)};

NAPI_MODULE_INIT() {
  const napi_value capsule = rules_seal(env, &table);
  if (capsule == NULL) return NULL;
  return napi_set_named_property(env, exports, "capsule", capsule) == napi_ok ? exports
                                                                              : capsule_fail(env);
}
