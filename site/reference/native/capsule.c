/* capsule.c: the examples for capsule.h. The documentation shows the regions. */
#include "reference.h"

#include <stdlib.h>

/* #region capsule_fail */
napi_value number(napi_env env, double x) {
  napi_value result;
  return napi_create_double(env, x, &result) == napi_ok ? result : capsule_fail(env);
}
/* #endregion */

/* #region abi.h/capsule_entry abi.h/capsule_contract abi.h/CAPSULE_CONTRACT abi.h/capsule_table */
/* Begins as capsule_table; then one function pointer for each entry. */
typedef struct adder_api {
  size_t size;
  const char *variant;
  double (*add)(double, double);
} adder_api;

static const capsule_entry adder_entries[] = {{"add", "f64(f64,f64)", 0, 0}};
static const capsule_contract adder = CAPSULE_CONTRACT("@example/adder", 1, 0, adder_entries);
/* #endregion */

/* #region capsule_seal_table */
static double add(double a, double b) { return a + b; }

static const adder_api table = {sizeof(adder_api), NULL, add};

static napi_value seal_adder(napi_env env, napi_value value) {
  (void)value;
  return capsule_seal_table(env, &adder, &table); /* NULL: an exception is pending */
}
/* #endregion */

/* #region capsule_open_table */
static napi_value open_adder(napi_env env, napi_value value) {
  const adder_api *math = (const adder_api *)capsule_open_table(env, value, &adder);
  if (math == NULL) return NULL; /* rejected: an exception is pending */
  return number(env, math->add(1, 2));
}
/* #endregion */

/* #region capsule_seal */
typedef struct counter {
  double value;
} counter;

static void free_counter(void *pointer, void *context) {
  (void)context;
  free(pointer);
}

static napi_value seal_counter(napi_env env, napi_value value) {
  (void)value;
  counter *own = (counter *)calloc(1, sizeof(counter));
  if (own == NULL) {
    napi_throw_error(env, NULL, "seal_counter(): expected memory for a counter, found none.");
    return NULL;
  }
  napi_value capsule = capsule_seal(env, "@example/counter", own, NULL, free_counter);
  if (capsule == NULL) free(own); /* rejected: the caller still owns it */
  return capsule;
}
/* #endregion */

/* #region capsule_open */
static napi_value count(napi_env env, napi_value value) {
  capsule_envelope *held = capsule_open(env, value, "@example/counter");
  if (held == NULL) return NULL;
  const double now = ++((counter *)held->pointer)->value;
  capsule_release(held);
  return number(env, now);
}
/* #endregion */

/* #region capsule_hold */
static capsule_envelope *kept; /* for another part of the program, or another thread */

static napi_value keep(napi_env env, napi_value value) {
  capsule_envelope *held = capsule_open(env, value, "@example/counter");
  if (held == NULL) return NULL;
  capsule_hold(held); /* the second hold */
  kept = held;
  const double now = ((counter *)held->pointer)->value;
  capsule_release(held); /* the first one; the contents stay available through `kept` */
  return number(env, now);
}
/* #endregion */

/* #region capsule_carry */
static napi_value carry(napi_env env, napi_value value) {
  (void)value;
  return capsule_carry(env, kept); /* a capsule with the same contents */
}
/* #endregion */

/* #region capsule_release */
static napi_value forget(napi_env env, napi_value value) {
  (void)value;
  capsule_release(kept); /* runs the destructor if no other hold and no JavaScript value is left */
  kept = NULL;
  return number(env, 0);
}
/* #endregion */

/* #region capsule_revoke */
static napi_value revoke(napi_env env, napi_value value) {
  if (!capsule_revoke(env, value, "@example/counter")) return NULL;
  return number(env, 0); /* from now on, opening the capsule is rejected */
}
/* #endregion */

/* #region capsule_take capsule_is_exclusive */
static napi_value take(napi_env env, napi_value value) {
  capsule_envelope *held = capsule_take(env, value, "@example/counter");
  if (held == NULL) return NULL;
  /* Opening the capsule is rejected from now on. Without other holds, no lock is needed. */
  const bool is_exclusive = capsule_is_exclusive(held);
  capsule_release(held); /* the destructor runs, even though JavaScript has the capsule */
  return number(env, is_exclusive ? 1 : 0);
}
/* #endregion */

/* #region capsule_import */
static napi_value import_fastmath(napi_env env, napi_value value) {
  (void)value;
  return capsule_import(env, "@capsule/fastmath"); /* to be opened with capsule_open_table */
}
/* #endregion */

/* #region CAPSULE_CODES */
#define NAME(code, type) "ERR_CAPSULE_" #code,
static const char *const names[] = {"none", CAPSULE_CODES(NAME)};
#undef NAME
/* #endregion */

/* #region capsule_check */
static napi_value check(napi_env env, napi_value value) {
  const capsule_status status = capsule_check(env, value, "@example/counter");
  napi_value code;
  if (napi_create_string_utf8(env, names[status], NAPI_AUTO_LENGTH, &code) != napi_ok)
    return capsule_fail(env);
  return code; /* "none", or the code with which opening would fail */
}
/* #endregion */

/* #region capsule_label capsule_info */
static napi_value name_of(napi_env env, napi_value value) {
  capsule_info info;
  napi_value name;
  if (!capsule_label(env, value, &info)) return NULL;
  if (napi_create_string_utf8(env, info.name, NAPI_AUTO_LENGTH, &name) != napi_ok)
    return capsule_fail(env);
  return name;
}
/* #endregion */

bool reference_capsule(napi_env env, napi_value exports) {
  return reference_export(env, exports, "seal_adder", seal_adder) &&
         reference_export(env, exports, "open_adder", open_adder) &&
         reference_export(env, exports, "seal_counter", seal_counter) &&
         reference_export(env, exports, "count", count) &&
         reference_export(env, exports, "keep", keep) &&
         reference_export(env, exports, "carry", carry) &&
         reference_export(env, exports, "forget", forget) &&
         reference_export(env, exports, "revoke", revoke) &&
         reference_export(env, exports, "take", take) &&
         reference_export(env, exports, "import_fastmath", import_fastmath) &&
         reference_export(env, exports, "check", check) &&
         reference_export(env, exports, "name_of", name_of);
}
