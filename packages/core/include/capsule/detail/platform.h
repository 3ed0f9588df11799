/* platform.h: what differs between compilers and systems, and every system header the rest
   needs. */
#ifndef CAPSULE_DETAIL_PLATFORM_H
#define CAPSULE_DETAIL_PLATFORM_H

/* Node 20 offers Node-API 9, which has node_api_symbol_for and node_api_get_module_file_name. */
#ifndef NAPI_VERSION
#define NAPI_VERSION 9
#elif NAPI_VERSION < 9
#error "capsule.h needs Node-API 9: define NAPI_VERSION=9 before <node_api.h> is included."
#endif

#include <node_api.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>
#else
#include <dlfcn.h>
/* dladdr and its struct exist everywhere, and strict C11 hides them on glibc and musl, unless a macro
   precedes the first system header of the file. A name of our own for the same function needs no
   macro, and cannot collide with the system's declaration. */
#define CAPSULE_SYMBOL_(prefix, name) #prefix name
#define CAPSULE_SYMBOL(prefix, name) CAPSULE_SYMBOL_(prefix, name)
typedef struct capsule_image {
  const char *file;
  void *base;
  const char *symbol;
  void *symbol_address;
} capsule_image;
#ifdef __cplusplus
extern "C" {
#endif
extern int capsule_dladdr(const void *address,
                          capsule_image *image) __asm__(CAPSULE_SYMBOL(__USER_LABEL_PREFIX__,
                                                                       "dladdr"));
#ifdef __cplusplus
}
#endif
#endif

/* printf-like functions are checked where the compiler can. */
#ifdef __GNUC__
#define CAPSULE_PRINTF(text, values) __attribute__((format(printf, text, values)))
#else
#define CAPSULE_PRINTF(text, values)
#endif

/* A data pointer and a function pointer have the same bits on every system Node runs on; ISO C
   leaves that open, and memcpy says it without a cast that a strict compiler refuses. */
typedef void (*capsule_function)(void);

static inline const void *capsule_code_address(capsule_function function) {
  const void *address;
  memcpy(&address, &function, sizeof(address));
  return address;
}

/* A member on which 8-byte atomics work, also where uint64_t is aligned to 4 bytes. */
#ifdef __cplusplus
#define CAPSULE_ALIGNED_8 alignas(8)
#else
#define CAPSULE_ALIGNED_8 _Alignas(8)
#endif

/* Begins a constant of a header: one in each file in C, one in the whole addon in C++17. It is
   hidden there, or the loader would give two addons the constant of the first. */
#ifndef __cplusplus
#define CAPSULE_CONSTANT static const
#elif defined(__GNUC__) && !defined(_WIN32)
#define CAPSULE_CONSTANT __attribute__((visibility("hidden"))) inline const
#else
#define CAPSULE_CONSTANT inline const
#endif

/* Counts and states are plain integers, so that C11, C++17 and MSVC share one layout. They are
   touched in one order that all threads agree on: see capsule_hold_live. */
static inline uint64_t capsule_count_add(uint64_t *count, int64_t change) {
#ifdef _WIN32
  return (uint64_t)(InterlockedExchangeAdd64((volatile LONG64 *)count, change) + change);
#else
  return __atomic_add_fetch(count, (uint64_t)change, __ATOMIC_SEQ_CST);
#endif
}

/* Changes `word` from one value to another; false when it had a third one. */
static inline bool capsule_word_change(uint32_t *word, uint32_t from, uint32_t to) {
#ifdef _WIN32
  return (uint32_t)InterlockedCompareExchange((volatile LONG *)word, (LONG)to, (LONG)from) == from;
#else
  return __atomic_compare_exchange_n(word, &from, to, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
#endif
}

static inline uint64_t capsule_count_of(const uint64_t *count) {
#ifdef _WIN32
  return (uint64_t)InterlockedCompareExchange64((volatile LONG64 *)(uintptr_t)count, 0, 0);
#else
  return __atomic_load_n(count, __ATOMIC_SEQ_CST);
#endif
}

static inline uint32_t capsule_state_of(const uint32_t *state) {
#ifdef _WIN32
  return (uint32_t)InterlockedCompareExchange((volatile LONG *)(uintptr_t)state, 0, 0);
#else
  return __atomic_load_n(state, __ATOMIC_SEQ_CST);
#endif
}

/* Keeps code in memory. Node unmaps an addon when the last Worker that loaded it exits; a pointer kept
   elsewhere would dangle. What is sealed therefore pins its image until the process ends. Defining
   CAPSULE_NO_PIN leaves that out: only for the test that shows the crash. */
#ifdef _WIN32

/* Pins the image that contains `address`. Gives false when the address lies in no image (on the
   heap or the stack), or in one that the system refuses to pin. */
static inline bool capsule_pin(const void *address) {
  HMODULE image = NULL;
#ifdef CAPSULE_NO_PIN
  const DWORD pin = GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
#else
  const DWORD pin = GET_MODULE_HANDLE_EX_FLAG_PIN;
#endif
  return GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | pin, (LPCWSTR)address, &image);
}

#else

static inline bool capsule_find_image(const void *address, capsule_image *image) {
  memset(image, 0, sizeof(*image));
  return capsule_dladdr(address, image) != 0 && image->file != NULL;
}

static inline bool capsule_pin(const void *address) {
  capsule_image image;
  if (!capsule_find_image(address, &image)) return false;
#ifndef CAPSULE_NO_PIN
  void *handle = dlopen(image.file, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
  if (handle != NULL) {
#ifndef __APPLE__ /* where the flag alone lets an image be closed, and opened again elsewhere */
    dlclose(handle);
#endif
    return true;
  }
  /* Node itself is not found by its file name, and is never unloaded. */
  capsule_image host;
  const void *function = capsule_code_address((capsule_function)napi_create_object);
  return capsule_find_image(function, &host) && host.base == image.base;
#else
  return true;
#endif
}

#endif

#endif
