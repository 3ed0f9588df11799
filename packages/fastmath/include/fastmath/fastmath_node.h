/* fastmath_node.h: seal, open and import for @capsule/fastmath, contract 1.0. The table itself is
   in fastmath.h, which needs no Node-API. */
#ifndef FASTMATH_FASTMATH_NODE_H
#define FASTMATH_FASTMATH_NODE_H

#include <capsule/capsule.h>
#include <fastmath/fastmath.h>

/* Name, C signature, minor version it came with, flags; in the order of the table. */
static const capsule_entry fastmath_entries[] = {
    {"sum", "f64(*f64,usize)", 0, 0},
    {"dot", "f64(*f64,*f64,usize)", 0, 0},
};

static const capsule_contract fastmath_contract =
    CAPSULE_CONTRACT("@capsule/fastmath", 1, 0, fastmath_entries);

/* Producer: seals a table. NULL when refused; an exception is pending then. */
static inline napi_value fastmath_seal(napi_env env, const fastmath_api *math) {
  return capsule_seal_table(env, &fastmath_contract, math);
}

/* Consumer: opens what JavaScript brings. NULL when refused; an exception is pending then. The
   table is good for the life of the process. */
static inline const fastmath_api *fastmath_open(napi_env env, napi_value value) {
  return (const fastmath_api *)capsule_open_table(env, value, &fastmath_contract);
}

/* Consumer: finds the producer by its name, as this addon's own `require` would, and opens it. */
static inline const fastmath_api *fastmath_import(napi_env env) {
  const napi_value value = capsule_import(env, fastmath_contract.name);
  return value == NULL ? NULL : fastmath_open(env, value);
}

#endif
