/* platform.h: everything that depends on the compiler or the operating system (atomic operations,
   images, attributes), and all system headers that the other files need. */
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
#ifdef __cpp_exceptions
#include <exception>
#endif

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
#if defined(__GLIBC__) || defined(__APPLE__)
#include <execinfo.h>
#define CAPSULE_HAS_BACKTRACE
#endif
/* dladdr and its struct exist on every POSIX system, but glibc and musl hide them in strict C11
   unless a macro precedes the first system header of the file. Declaring the same function under
   another name needs no macro and cannot collide with the system's declaration. */
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

/* Lets the compiler check the format of printf-like functions. */
#if defined(__MINGW_PRINTF_FORMAT) /* printf would be that of msvcrt.dll, which has no %zu */
#define CAPSULE_PRINTF(text, values) __attribute__((format(__MINGW_PRINTF_FORMAT, text, values)))
#elif defined(__GNUC__)
#define CAPSULE_PRINTF(text, values) __attribute__((format(printf, text, values)))
#else
#define CAPSULE_PRINTF(text, values)
#endif

/* Data pointers and function pointers have the same representation on every system that Node runs
   on. ISO C does not promise it, so strict compilers reject the cast; memcpy avoids it. */
typedef void (*capsule_function)(void);

static inline const void *capsule_code_address(capsule_function function) {
  const void *address;
  memcpy(&address, &function, sizeof(address));
  return address;
}

/* Aligns a member for 8-byte atomic operations, also where uint64_t is aligned to 4 bytes. */
#ifdef __cplusplus
#define CAPSULE_ALIGNED_8 alignas(8)
#else
#define CAPSULE_ALIGNED_8 _Alignas(8)
#endif

/* Begins the definition of a constant in a header. In C each file has a copy, in C++17 each addon.
   Hidden visibility keeps the loader from sharing the copy of one addon with another. */
#ifndef __cplusplus
#define CAPSULE_CONSTANT static const
#elif defined(__GNUC__) && !defined(_WIN32)
#define CAPSULE_CONSTANT __attribute__((visibility("hidden"))) inline const
#else
#define CAPSULE_CONSTANT inline const
#endif

/* Begins the definition of a function that only CAPSULE_DEBUG calls, and keeps its code out of its
   callers. */
#if defined(__GNUC__)
#define CAPSULE_COLD __attribute__((cold, noinline, unused)) static
#elif defined(_MSC_VER)
#define CAPSULE_COLD __declspec(noinline) static inline
#else
#define CAPSULE_COLD static inline
#endif

/* Begins the definition of a function that throws, and keeps its stack frame out of its callers: a
   compiler does not inline a cold function that is called more than once. Near the end of
   JavaScript's stack there are about 40 KB for native code, and Node 26 ends the process if more is
   in use when an exception is thrown. */
#if defined(__GNUC__)
#define CAPSULE_THROWS __attribute__((cold)) static inline
#elif defined(_MSC_VER)
#define CAPSULE_THROWS __declspec(noinline) static inline
#else
#define CAPSULE_THROWS static inline
#endif

/* A variable of which each thread has its own. */
#ifdef __cplusplus
#define CAPSULE_THREAD_LOCAL thread_local
#elif defined(_MSC_VER)
#define CAPSULE_THREAD_LOCAL __declspec(thread)
#else
#define CAPSULE_THREAD_LOCAL _Thread_local
#endif

/* Atomic operations on plain integers, so that C11, C++17 and MSVC share one layout. All of them
   are sequentially consistent: see capsule_try_hold. */

/* Returns the new value. */
static inline uint64_t capsule_atomic_add(uint64_t *count, int64_t change) {
#ifdef _WIN32
  return (uint64_t)(InterlockedExchangeAdd64((volatile LONG64 *)count, change) + change);
#else
  return __atomic_add_fetch(count, (uint64_t)change, __ATOMIC_SEQ_CST);
#endif
}

/* Changes `word` from one value to another; returns false when it has a different value. */
static inline bool capsule_atomic_compare_exchange(uint32_t *word, uint32_t from, uint32_t to) {
#ifdef _WIN32
  return (uint32_t)InterlockedCompareExchange((volatile LONG *)word, (LONG)to, (LONG)from) == from;
#else
  return __atomic_compare_exchange_n(word, &from, to, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
#endif
}

static inline uint64_t capsule_atomic_load_64(const uint64_t *count) {
#ifdef _WIN32
  return (uint64_t)InterlockedCompareExchange64((volatile LONG64 *)(uintptr_t)count, 0, 0);
#else
  return __atomic_load_n(count, __ATOMIC_SEQ_CST);
#endif
}

static inline uint32_t capsule_atomic_load_32(const uint32_t *state) {
#ifdef _WIN32
  return (uint32_t)InterlockedCompareExchange((volatile LONG *)(uintptr_t)state, 0, 0);
#else
  return __atomic_load_n(state, __ATOMIC_SEQ_CST);
#endif
}

/* Pins and names images (addons and libraries).

   Node unmaps an addon when the last Worker that loaded it exits. A pointer into it then dangles,
   and a thread that runs its code crashes. A pinned image stays mapped until the process ends. The
   libraries that it is linked to stay mapped with it.

   capsule_pin pins the image that contains an address. It returns false if no image does (the
   address is on the heap or the stack), or if the system cannot pin it.

   capsule_image_path writes the path of that image as UTF-8, for messages and labels; it writes an
   empty string if there is none. */
enum { CAPSULE_PATH_SIZE = 3 * 1024 + 1 }; /* 1024 UTF-16 units as UTF-8 */

#ifdef _WIN32

static inline bool capsule_pin(const void *address) {
  HMODULE image = NULL;
  return GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                            (LPCWSTR)address, &image);
}

static inline void capsule_image_path(const void *address, char *path, size_t size) {
  const DWORD flags =
      GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
  HMODULE image = NULL;
  wchar_t wide[1024];
  int length = 0;
  if (GetModuleHandleExW(flags, (LPCWSTR)address, &image)) {
    const DWORD units = GetModuleFileNameW(image, wide, 1024);
    length = WideCharToMultiByte(CP_UTF8, 0, wide, (int)units, path, (int)size - 1, NULL, NULL);
  }
  path[length] = '\0';
}

#else

static inline bool capsule_find_image(const void *address, capsule_image *image) {
  memset(image, 0, sizeof(*image));
  return capsule_dladdr(address, image) != 0 && image->file != NULL;
}

static inline bool capsule_pin(const void *address) {
  capsule_image image;
  if (!capsule_find_image(address, &image)) return false;
  void *handle = dlopen(image.file, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
  if (handle != NULL) {
#ifndef __APPLE__ /* on macOS, RTLD_NODELETE does not keep a closed image: leave it open */
    dlclose(handle);
#endif
    return true;
  }
  /* dlopen does not find the program itself by its path; the program is never unmapped. */
  capsule_image host;
  const void *function = capsule_code_address((capsule_function)napi_create_object);
  return capsule_find_image(function, &host) && host.base == image.base;
}

static inline void capsule_image_path(const void *address, char *path, size_t size) {
  capsule_image image;
  snprintf(path, size, "%s", capsule_find_image(address, &image) ? image.file : "");
}

#endif

/* The stack of the calling thread, from the function that is called last. The depth is 0 where the
   system has no function for it: musl. */
enum {
  CAPSULE_MAX_FRAMES = 16,
  CAPSULE_OMITTED_FRAMES = 2 /* of capsule_capture_stack, and of the function that calls it */
};

typedef struct capsule_stack {
  uint32_t depth;
  void *frames[CAPSULE_MAX_FRAMES];
} capsule_stack;

CAPSULE_COLD void capsule_capture_stack(capsule_stack *stack) {
#if defined(_WIN32)
  stack->depth =
      CaptureStackBackTrace(CAPSULE_OMITTED_FRAMES, CAPSULE_MAX_FRAMES, stack->frames, NULL);
#elif defined(CAPSULE_HAS_BACKTRACE)
  void *frames[CAPSULE_MAX_FRAMES + CAPSULE_OMITTED_FRAMES];
  const int depth =
      backtrace(frames, CAPSULE_MAX_FRAMES + CAPSULE_OMITTED_FRAMES) - CAPSULE_OMITTED_FRAMES;
  stack->depth = depth > 0 ? (uint32_t)depth : 0;
  memcpy(stack->frames, frames + CAPSULE_OMITTED_FRAMES, stack->depth * sizeof(void *));
#else
  stack->depth = 0;
#endif
}

/* Returns where the stack of the calling thread ends, at its highest address, or 0 if the system
   does not tell. The functions that do are looked up by name: strict C hides them, and old systems
   have them in a library of their own. */
CAPSULE_COLD uintptr_t capsule_stack_end(void) {
  uintptr_t end = 0;
#if defined(_WIN32)
  end = (uintptr_t)((const NT_TIB *)NtCurrentTeb())->StackBase;
#else
#ifdef __APPLE__
  void *const everywhere = (void *)(intptr_t)-2; /* RTLD_DEFAULT */
  void *(*get_end)(void *);
  void *const second = dlsym(everywhere, "pthread_get_stackaddr_np");
#else
  void *const everywhere = NULL;
  int (*get_attributes)(void *, void *), (*get_stack)(void *, void **, size_t *),
      (*destroy)(void *);
  void *const second = dlsym(everywhere, "pthread_getattr_np");
  void *const third = dlsym(everywhere, "pthread_attr_getstack");
  void *const fourth = dlsym(everywhere, "pthread_attr_destroy");
#endif
  void *(*get_self)(void);
  void *const first = dlsym(everywhere, "pthread_self");
  if (first == NULL || second == NULL) return 0;
  memcpy(&get_self, &first, sizeof(first));
#ifdef __APPLE__
  memcpy(&get_end, &second, sizeof(second));
  end = (uintptr_t)get_end(get_self());
#else
  uint64_t attributes[32]; /* pthread_attr_t has 56 bytes */
  void *low = NULL;
  size_t size = 0;
  if (third == NULL || fourth == NULL) return 0;
  memcpy(&get_attributes, &second, sizeof(second));
  memcpy(&get_stack, &third, sizeof(third));
  memcpy(&destroy, &fourth, sizeof(fourth));
  if (get_attributes(get_self(), attributes) != 0) return 0;
  if (get_stack(attributes, &low, &size) == 0) end = (uintptr_t)low + size;
  destroy(attributes);
#endif
#endif
  return end;
}

/* Whether an address is in the stack of the calling thread, in a function that has not returned. */
CAPSULE_COLD bool capsule_is_on_stack(const void *address) {
  static CAPSULE_THREAD_LOCAL uintptr_t end; /* Linux reads a file to find it */
  if (end == 0) end = capsule_stack_end();
  return (uintptr_t)address >= (uintptr_t)&address && (uintptr_t)address < end;
}

/* The start of the image that contains an address, with the symbol before the address if the image
   has one; 0 if no image contains it. */
static inline uintptr_t capsule_image_base(const void *address, const char **symbol,
                                           uintptr_t *symbol_address) {
  *symbol = NULL;
  *symbol_address = 0;
#ifdef _WIN32
  const DWORD flags =
      GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
  HMODULE image = NULL;
  return GetModuleHandleExW(flags, (LPCWSTR)address, &image) ? (uintptr_t)image : 0;
#else
  capsule_image image;
  if (!capsule_find_image(address, &image)) return 0;
  *symbol = image.symbol;
  *symbol_address = (uintptr_t)image.symbol_address;
  return (uintptr_t)image.base;
#endif
}

/* The same without the symbol. */
static inline uintptr_t capsule_image_of(const void *address) {
  const char *symbol;
  uintptr_t start;
  return capsule_image_base(address, &symbol, &start);
}

/* Pins the image that this translation unit is part of. Returns false if the system cannot pin it.
   Once it is pinned, a call costs one atomic load. */
static inline bool capsule_pin_self(void) {
  static uint32_t pinned = 0;
  if (capsule_atomic_load_32(&pinned) != 0) return true;
  if (!capsule_pin(&pinned)) return false;
  capsule_atomic_compare_exchange(&pinned, 0, 1);
  return true;
}

#endif
