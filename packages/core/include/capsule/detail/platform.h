/* platform.h: what differs between compilers and systems, and every system header the rest
   needs. */
#ifndef CAPSULE_DETAIL_PLATFORM_H
#define CAPSULE_DETAIL_PLATFORM_H

/* glibc hides dladdr unless this precedes the first system header of the file. */
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1
#endif

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
/* Under strict C11, a file that included a system header before this one still lacks dladdr. */
#if defined(__GLIBC__) && !defined(__USE_GNU)
typedef struct {
  const char *dli_fname;
  void *dli_fbase;
  const char *dli_sname;
  void *dli_saddr;
} Dl_info;
extern int dladdr(const void *address, Dl_info *info);
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

/* Counts are plain integers, so that C11, C++17 and MSVC share one layout. */
static inline uint64_t capsule_count_add(uint64_t *count, int64_t change) {
#ifdef _WIN32
  return (uint64_t)(InterlockedExchangeAdd64((volatile LONG64 *)count, change) + change);
#else
  return __atomic_add_fetch(count, (uint64_t)change, __ATOMIC_ACQ_REL);
#endif
}

#endif
