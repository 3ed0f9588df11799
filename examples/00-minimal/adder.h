/* What the two addons agree on: a table with one function, and its description. */
#include <capsule/capsule.h>

typedef struct adder_api {
  size_t size;
  const char *variant;
  double (*add)(double, double);
} adder_api;

static const capsule_entry adder_entries[] = {{"add", "f64(f64,f64)", 0, 0}};
static const capsule_contract adder = CAPSULE_CONTRACT("@example/adder", 1, 0, adder_entries);
