/* wrong.c: producers that seal something invalid, and producers that do not fit a consumer of
   contract 1.3. */
#include <capsule/capsule_function.h>

typedef struct math_api {
  size_t size;
  const char *variant;
  double (*function[4])(double);
} math_api;

static double same(double x) { return x; }

static const capsule_entry needed[] = {{"sum", "f64(*f64,usize)", 0, 0},
                                       {"dot", "f64(*f64,*f64,usize)", 0, 0},
                                       {"cumsum", "void(*f64,*f64,usize)", 2, 0},
                                       {"histogram", "void(*f64,usize,*f64)", 3, 0}};
static const capsule_entry narrow[] = {{"sum", "f64(*f64,usize)", 0, 0},
                                       {"dot", "f64(*f32,*f32,usize)", 0, 0},
                                       {"cumsum", "void(*f64,*f64,usize)", 2, 0},
                                       {"histogram", "void(*f64,usize,*f64)", 3, 0}};
static const capsule_entry old[] = {{"sum", "f64(*f64,usize)", 0, 0},
                                    {"dot", "f64(*f64,*f64,usize)", 0, 0}};

static const capsule_entry without_signature[] = {{"sum", NULL, 0, 0}};

static const capsule_contract v1_3 = CAPSULE_CONTRACT("@example/math", 1, 3, needed);
static const capsule_contract v1_3_changed = CAPSULE_CONTRACT("@example/math", 1, 3, narrow);
static const capsule_contract v1_1 = CAPSULE_CONTRACT("@example/math", 1, 1, old);
static const capsule_contract v2_0 = CAPSULE_CONTRACT("@example/math", 2, 0, needed);
static const capsule_contract unsigned_1_0 =
    CAPSULE_CONTRACT("@example/math", 1, 0, without_signature);
static const capsule_contract nameless = CAPSULE_CONTRACT("", 1, 3, needed);

static const math_api good = {sizeof(math_api), NULL, {same, same, same, same}};
static const math_api forgotten = {sizeof(math_api), NULL, {same, NULL, same, same}};
static const math_api shorter = {24, NULL, {same, same, same, same}};

/* Returns an envelope with a later ABI version, or with an overwritten magic number. */
static napi_value forge(napi_env env, uint32_t abi, uint64_t magic) {
  static capsule_envelope envelopes[2];
  capsule_envelope *envelope = &envelopes[abi == CAPSULE_ABI];
  napi_value object;
  envelope->magic = magic;
  envelope->abi = abi;
  if (napi_create_object(env, &object) != napi_ok ||
      napi_type_tag_object(env, object, &capsule_tag) != napi_ok ||
      napi_wrap(env, object, envelope, NULL, NULL, NULL) != napi_ok)
    return NULL;
  return object;
}

/* seal(mistake) returns a capsule with that mistake, or throws because it cannot be sealed. */
static napi_value seal(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  char mistake[32] = "";
  const math_api on_the_stack = good;
  if (napi_get_cb_info(env, info, &count, &argument, NULL, NULL) != napi_ok) return NULL;
  napi_get_value_string_utf8(env, argument, mistake, sizeof(mistake), NULL);
  if (strcmp(mistake, "older") == 0) return capsule_seal_table(env, &v1_1, &good);
  if (strcmp(mistake, "next major") == 0) return capsule_seal_table(env, &v2_0, &good);
  if (strcmp(mistake, "changed") == 0) return capsule_seal_table(env, &v1_3_changed, &good);
  if (strcmp(mistake, "forgotten") == 0) return capsule_seal_table(env, &v1_3, &forgotten);
  if (strcmp(mistake, "shorter") == 0) return capsule_seal_table(env, &v1_3, &shorter);
  if (strcmp(mistake, "nothing") == 0) return capsule_seal_table(env, &v1_3, NULL);
  if (strcmp(mistake, "nameless") == 0) return capsule_seal_table(env, &nameless, &good);
  if (strcmp(mistake, "unsigned") == 0) return capsule_seal_table(env, &unsigned_1_0, &good);
  if (strcmp(mistake, "on the stack") == 0) return capsule_seal_table(env, &v1_3, &on_the_stack);
  if (strcmp(mistake, "pointer") == 0)
    return capsule_seal(env, "@example/math", (void *)(uintptr_t)&good, NULL, NULL);
  if (strcmp(mistake, "misspelled") == 0)
    return capsule_seal_function(env, "@example/math:same", "double(double)",
                                 (capsule_function)same, NULL, NULL);
  if (strcmp(mistake, "later ABI") == 0) return forge(env, CAPSULE_ABI + 1, CAPSULE_MAGIC);
  if (strcmp(mistake, "damaged") == 0) return forge(env, CAPSULE_ABI, 0);
  return capsule_seal_table(env, &v1_3, &good);
}

/* open(value) opens a table of contract 1.3, or throws. */
static napi_value open_math(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  if (napi_get_cb_info(env, info, &count, &argument, NULL, NULL) != napi_ok) return NULL;
  capsule_open_table(env, argument, &v1_3);
  return NULL;
}

/* find(name) imports a capsule by its name, or throws. */
static napi_value find(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  char name[256] = "";
  if (napi_get_cb_info(env, info, &count, &argument, NULL, NULL) != napi_ok) return NULL;
  napi_get_value_string_utf8(env, argument, name, sizeof(name), NULL);
  return capsule_import(env, name);
}

NAPI_MODULE_INIT() {
  napi_property_descriptor functions[3];
  memset(functions, 0, sizeof(functions));
  functions[0].utf8name = "seal";
  functions[0].method = seal;
  functions[1].utf8name = "open";
  functions[1].method = open_math;
  functions[2].utf8name = "find";
  functions[2].method = find;
  return napi_define_properties(env, exports, 3, functions) == napi_ok ? exports : NULL;
}
