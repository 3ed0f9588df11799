/* counter.h: the table that producer.c seals and keeper.c keeps. */
#include <capsule/capsule.h>

typedef struct counter_api {
  size_t size;
  const char *variant;
  double (*next)(double);
} counter_api;

static const capsule_entry counter_entries[] = {{"next", "f64(f64)", 0, 0}};
static const capsule_contract counter = CAPSULE_CONTRACT("@forge/counter", 1, 0, counter_entries);
