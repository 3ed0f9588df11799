/* own_addon.h: the functions of own.c for the test. */

static uint32_t ended;
static envelope *holds[64];
static uint32_t held;

static void end_number(void *pointer, void *context) {
  (void)context;
  free(pointer);
  __atomic_add_fetch(&ended, 1, __ATOMIC_SEQ_CST);
}

static int arguments(napi_env env, napi_callback_info info, napi_value *values) {
  size_t count = 2;
  return napi_get_cb_info(env, info, &count, values, NULL, NULL) == napi_ok;
}

static napi_value number(napi_env env, double value) {
  napi_value result;
  return napi_create_double(env, value, &result) == napi_ok ? result : NULL;
}

/* sealNumber(name, value) */
static napi_value seal_number(napi_env env, napi_callback_info info) {
  napi_value values[2];
  char name[256];
  size_t length;
  double *content = (double *)malloc(sizeof(double));
  if (content == NULL || !arguments(env, info, values) ||
      napi_get_value_string_utf8(env, values[0], name, sizeof(name), &length) != napi_ok ||
      napi_get_value_double(env, values[1], content) != napi_ok) {
    free(content);
    return reject(env, "sealNumber(name, value)");
  }
  const envelope contents = {
      .kind = POINTER, .name = name, .pointer = content, .destructor = end_number};
  const napi_value capsule = seal(env, contents);
  if (capsule == NULL) free(content);
  return capsule;
}

/* openNumber(value, name): the number of a hold */
static napi_value open_number(napi_env env, napi_callback_info info) {
  napi_value values[2];
  char name[256];
  size_t length;
  if (held == 64 || !arguments(env, info, values) ||
      napi_get_value_string_utf8(env, values[1], name, sizeof(name), &length) != napi_ok)
    return reject(env, "openNumber(value, name)");
  envelope *e = open_pointer(env, values[0], name);
  if (e == NULL) return NULL;
  holds[held] = e;
  return number(env, held++);
}

static envelope *hold_of(napi_env env, napi_callback_info info) {
  napi_value values[2];
  uint32_t i;
  if (arguments(env, info, values) && napi_get_value_uint32(env, values[0], &i) == napi_ok &&
      i < held)
    return holds[i];
  reject(env, "expected the number of a hold");
  return NULL;
}

static napi_value read_number(napi_env env, napi_callback_info info) {
  const envelope *e = hold_of(env, info);
  return e == NULL ? NULL : number(env, *(const double *)e->pointer);
}

static napi_value add_hold(napi_env env, napi_callback_info info) {
  envelope *e = hold_of(env, info);
  if (e != NULL) hold(e);
  return NULL;
}

static napi_value end_hold(napi_env env, napi_callback_info info) {
  envelope *e = hold_of(env, info);
  if (e != NULL) release(e);
  return NULL;
}

static napi_value how_many_ended(napi_env env, napi_callback_info info) {
  (void)info;
  return number(env, __atomic_load_n(&ended, __ATOMIC_SEQ_CST));
}

static double seven(void) { return 7; }
static const entry own_entries[] = {{"seven", "f64()", 0, 0}};
static const contract own_contract = {40, 24, "@own/math", 1, 0, 1, (const char *)own_entries};
static const struct {
  size_t size;
  const char *variant;
  double (*seven)(void);
} own_table = {24, "own", seven};

static napi_value seal_own_table(napi_env env, napi_callback_info info) {
  (void)info;
  envelope contents = {.kind = TABLE, .name = "@own/math", .contract = &own_contract};
  const void *table = &own_table;
  memcpy(&contents.pointer, &table, sizeof(table));
  return seal(env, contents);
}

/* callFirst(value, name, signature): calls the first function of a table, whose name is "sum" */
static napi_value call_first(napi_env env, napi_callback_info info) {
  size_t count = 3, length;
  napi_value values[3];
  char name[256], signature[64];
  if (napi_get_cb_info(env, info, &count, values, NULL, NULL) != napi_ok ||
      napi_get_value_string_utf8(env, values[1], name, sizeof(name), &length) != napi_ok ||
      napi_get_value_string_utf8(env, values[2], signature, sizeof(signature), &length) != napi_ok)
    return reject(env, "callFirst(value, name, signature)");
  const entry needed_entries[] = {{"sum", signature, 0, 0}};
  const contract needed = {40, 24, name, 1, 0, 1, (const char *)needed_entries};
  const void *table = open_table(env, values[0], &needed);
  if (table == NULL) return NULL;
  double (*function)(void);
  memcpy(&function, (const char *)table + 16, sizeof(function));
  return number(env, function());
}

NAPI_MODULE_INIT() {
  static const struct {
    const char *name;
    napi_callback callback;
  } functions[] = {
      {"sealNumber", seal_number},   {"openNumber", open_number},
      {"read", read_number},         {"hold", add_hold},
      {"release", end_hold},         {"ended", how_many_ended},
      {"sealTable", seal_own_table}, {"callFirst", call_first},
  };
  for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
    napi_value function;
    if (napi_create_function(env, functions[i].name, NAPI_AUTO_LENGTH, functions[i].callback, NULL,
                             &function) != napi_ok ||
        napi_set_named_property(env, exports, functions[i].name, function) != napi_ok)
      return NULL;
  }
  return exports;
}
