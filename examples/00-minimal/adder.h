/* Both addons include this: a table with one function, and the contract that describes it. */
#include <capsule/capsule.h>

typedef struct adder_api {
  size_t size;         /* of the table, in bytes */
  const char *variant; /* NULL: there is one build of these functions */
  double (*add)(double, double);
} adder_api;

static const capsule_entry adder_entries[] = {{"add", "f64(f64,f64)", 0, 0}};
static const capsule_contract adder = CAPSULE_CONTRACT("@example/adder", 1, 0, adder_entries);
