/* own.c: an implementation of capsules from docs/abi.md alone, without the headers of core. It
   seals and opens numbers and tables. */
#define _GNU_SOURCE
#define NAPI_VERSION 9
#include <node_api.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>
#else
#include <dlfcn.h>
#endif

typedef struct entry {
  const char *name, *signature;
  uint32_t since, flags;
} entry;

typedef struct contract {
  uint32_t size, entry_size;
  const char *name;
  uint32_t major, minor;
  size_t count;
  const char *entries; /* entry_size bytes each */
} contract;

typedef struct envelope {
  uint64_t magic;
  uint32_t abi, size, kind, flags;
  uint64_t count;
  uint32_t state, ended;
  void (*destroy)(struct envelope *);
  const char *name;
  void *pointer, *context;
  void (*destructor)(void *pointer, void *context);
  const contract *contract;
  const char *file, *signature;
  const void *data;
} envelope;
_Static_assert(sizeof(envelope) == 112 && sizeof(contract) == 40 && sizeof(entry) == 24, "ABI 1");

enum { POINTER = 1, TABLE = 2 };
static const napi_type_tag tag = {UINT64_C(0x9f1d6ae0c3b84e57), UINT64_C(0xa42b7c05e918d36f)};
static const uint64_t VALUE = UINT64_C(1) << 32;

/* ---- Counting ---- */

static uint64_t add(envelope *e, uint64_t change) {
  return __atomic_add_fetch(&e->count, change, __ATOMIC_SEQ_CST);
}

static uint32_t state_of(const envelope *e) { return __atomic_load_n(&e->state, __ATOMIC_SEQ_CST); }

static void give_up_value(envelope *e) {
  if (add(e, 0 - VALUE) == 0) e->destroy(e);
}

static void end_contents(envelope *e) {
  uint32_t from = 0;
  if (!__atomic_compare_exchange_n(&e->ended, &from, 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
    return;
  if (e->destructor != NULL) e->destructor(e->pointer, e->context);
}

static void hold(envelope *e) { add(e, 1); }

static void release(envelope *e) {
  add(e, VALUE - 1);
  if (state_of(e) != 0 && (uint32_t)add(e, 0) == 0) end_contents(e);
  give_up_value(e);
}

static void destroy(envelope *e) {
  add(e, VALUE);
  end_contents(e);
  free(e);
}

/* ---- Seal ---- */

#ifdef _WIN32

static int pin(const void *address, const char **file) {
  static char path[3 * MAX_PATH];
  WCHAR wide[MAX_PATH];
  HMODULE image;
  if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                          (LPCWSTR)address, &image))
    return 0;
  const DWORD units = GetModuleFileNameW(image, wide, MAX_PATH);
  const int length =
      WideCharToMultiByte(CP_UTF8, 0, wide, (int)units, path, sizeof(path) - 1, NULL, NULL);
  path[length] = '\0';
  if (file != NULL) *file = path;
  return 1;
}

#else

static int pin(const void *address, const char **file) {
  Dl_info image;
  if (dladdr(address, &image) == 0 || image.dli_fname == NULL) return 0;
  void *handle = dlopen(image.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
  if (handle == NULL) return 0;
  dlclose(handle);
  if (file != NULL) *file = image.dli_fname;
  return 1;
}

#endif

static napi_value reject(napi_env env, const char *why) {
  napi_throw_error(env, "OWN_REJECTED", why);
  return NULL;
}

static void finalize(napi_env env, void *data, void *hint) {
  (void)env, (void)hint;
  give_up_value((envelope *)data);
}

/* Everything that this file seals is in its own image, which one address pins, or on the heap. */
static napi_value seal(napi_env env, envelope contents) {
  const char *file;
  napi_value object;
  if (!pin(&tag, &file)) return reject(env, "not pinned");
  const size_t name = strlen(contents.name) + 1, path = strlen(file) + 1;
  envelope *e = (envelope *)malloc(sizeof(envelope) + name + path);
  if (e == NULL) return reject(env, "no memory");
  *e = contents;
  memcpy(&e->magic, "CAPSULE", 8);
  e->abi = 1;
  e->size = sizeof(envelope);
  e->count = VALUE;
  e->destroy = destroy;
  e->name = (const char *)memcpy(e + 1, contents.name, name);
  e->file = (const char *)memcpy((char *)(e + 1) + name, file, path);
  if (napi_create_object(env, &object) == napi_ok &&
      napi_type_tag_object(env, object, &tag) == napi_ok &&
      napi_object_freeze(env, object) == napi_ok &&
      napi_wrap(env, object, e, finalize, NULL, NULL) == napi_ok)
    return object;
  free(e);
  return reject(env, "the engine refused");
}

/* ---- Open ---- */

static int contract_is_sound(const contract *c) {
  if (c == NULL || c->size < 40 || c->entry_size < 24 || c->entry_size % sizeof(void *) != 0)
    return 0;
  if (c->count > SIZE_MAX / c->entry_size || (c->count > 0 && c->entries == NULL)) return 0;
  for (size_t i = 0; i < c->count; i++) {
    const entry *each = (const entry *)(const void *)(c->entries + i * c->entry_size);
    if (each->name == NULL || each->signature == NULL || each->flags > 1 || each->since > c->minor)
      return 0;
  }
  return 1;
}

static envelope *check(napi_env env, napi_value value, const char *name, uint32_t kind) {
  napi_valuetype type;
  bool tagged = false;
  void *data;
  const char *why = NULL;
  if (napi_typeof(env, value, &type) != napi_ok || type != napi_object ||
      napi_check_object_type_tag(env, value, &tag, &tagged) != napi_ok || !tagged)
    return (void)reject(env, "not a capsule"), NULL;
  if (napi_unwrap(env, value, &data) != napi_ok || data == NULL || (uintptr_t)data % 8 != 0)
    return (void)reject(env, "damaged"), NULL;
  envelope *e = (envelope *)data;
  if (memcmp(&e->magic, "CAPSULE", 8) != 0) why = "damaged";
  else if (e->abi != 1 || e->kind < 1 || e->kind > 4 || e->flags != 0) why = "of another ABI";
  else if (e->size < 112) why = "damaged";
  else if (state_of(e) > 2 || (state_of(e) != 0 && e->kind == TABLE)) why = "of another ABI";
  else if (e->name == NULL || e->destroy == NULL) why = "damaged";
  else if (strcmp(e->name, name) != 0) why = "of another name";
  else if (e->kind != kind) why = "of another kind";
  else if (e->pointer == NULL) why = "damaged";
  else if (kind == TABLE && !contract_is_sound(e->contract)) why = "damaged";
  return why == NULL ? e : ((void)reject(env, why), NULL);
}

static envelope *open_pointer(napi_env env, napi_value value, const char *name) {
  envelope *e = check(env, value, name, POINTER);
  if (e == NULL) return NULL;
  if (!pin(&tag, NULL)) return (void)reject(env, "not pinned"), NULL;
  hold(e);
  const uint32_t state = state_of(e);
  if (state == 0) return e;
  release(e);
  reject(env, state == 1 ? "taken" : "revoked");
  return NULL;
}

static const void *open_table(napi_env env, napi_value value, const contract *needed) {
  const envelope *e = check(env, value, needed->name, TABLE);
  if (e == NULL) return NULL;
  const contract *offered = e->contract;
  if (offered->major != needed->major || offered->minor < needed->minor ||
      offered->count < needed->count)
    return reject(env, "of another version");
  for (size_t i = 0; i < needed->count; i++) {
    const entry *a = (const entry *)(const void *)(needed->entries + i * needed->entry_size);
    const entry *b = (const entry *)(const void *)(offered->entries + i * offered->entry_size);
    if (strcmp(a->name, b->name) != 0 || strcmp(a->signature, b->signature) != 0)
      return reject(env, "of another signature");
  }
  const size_t *size = (const size_t *)e->pointer;
  if (*size < 16 + 8 * offered->count) return reject(env, "too short");
  for (size_t i = 0; i < offered->count; i++) {
    void *function;
    memcpy(&function, (const char *)e->pointer + 16 + 8 * i, sizeof(function));
    const entry *each = (const entry *)(const void *)(offered->entries + i * offered->entry_size);
    if (function == NULL && (i < needed->count || each->flags != 1))
      return reject(env, "without a function");
  }
  return pin(&tag, NULL) ? e->pointer : reject(env, "not pinned");
}

#include "own_addon.h"
