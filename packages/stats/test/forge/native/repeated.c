/* repeated.c: creates an array of more numbers than memory can hold. A few megabytes are mapped
   thousands of times at consecutive addresses. */
#ifdef __linux__
#define _GNU_SOURCE /* memfd_create */
#endif

#include <capsule/capsule_data.h>

#ifdef __linux__

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct mapping {
  char *memory;
  size_t bytes;
} mapping;

static void unmap(void *data, void *context) {
  (void)data;
  const mapping *all = (const mapping *)context;
  munmap(all->memory, all->bytes);
  free(context);
}

/* Maps a file of `bytes` `times` times. The last mapping is a writable copy. */
static bool map_pieces(char *memory, size_t bytes, size_t times, int file) {
  for (size_t i = 0; i < times; i++) {
    const bool last = i == times - 1;
    const int access = last ? PROT_READ | PROT_WRITE : PROT_READ;
    const int flags = MAP_FIXED | (last ? MAP_PRIVATE : MAP_SHARED);
    if (mmap(memory + i * bytes, bytes, access, flags, file, 0) == MAP_FAILED) return false;
  }
  return true;
}

/* Returns a piece repeated `times` times, or NULL if there is not enough memory. */
static char *repeat(const void *piece, size_t bytes, size_t times) {
  const int file = memfd_create("repeated", 0);
  if (file < 0) return NULL;
  void *memory = MAP_FAILED;
  if (write(file, piece, bytes) == (ssize_t)bytes)
    memory =
        mmap(NULL, bytes * times, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory != MAP_FAILED && !map_pieces((char *)memory, bytes, times, file)) {
    munmap(memory, bytes * times);
    memory = MAP_FAILED;
  }
  close(file);
  return memory == MAP_FAILED ? NULL : (char *)memory;
}

/* repeat(piece, times, last): seals a data capsule of a Float64Array repeated `times` times, with
   another last value. The size of the array must be a multiple of the page size. Returns undefined
   if there is not enough memory. */
static napi_value seal_repeated(napi_env env, napi_callback_info info) {
  size_t count = 3, length = 0;
  napi_value argument[3];
  void *piece = NULL;
  int64_t times = 0;
  double last = 0;
  if (napi_get_cb_info(env, info, &count, argument, NULL, NULL) != napi_ok ||
      napi_get_typedarray_info(env, argument[0], NULL, &length, &piece, NULL, NULL) != napi_ok ||
      napi_get_value_int64(env, argument[1], &times) != napi_ok ||
      napi_get_value_double(env, argument[2], &last) != napi_ok)
    return NULL;
  const size_t bytes = length * sizeof(double);
  mapping *all = (mapping *)malloc(sizeof(mapping));
  char *memory = all == NULL ? NULL : repeat(piece, bytes, (size_t)times);
  if (memory == NULL) {
    free(all);
    return NULL;
  }
  all->memory = memory;
  all->bytes = bytes * (size_t)times;
  const int64_t shape[] = {(int64_t)length * times};
  const capsule_data data = CAPSULE_DATA_OF(memory, CAPSULE_F64, 1, shape);
  ((double *)memory)[shape[0] - 1] = last;
  const napi_value capsule = capsule_seal_data(env, "@forge/repeated", &data, all, unmap);
  if (capsule == NULL) unmap(NULL, all);
  return capsule;
}

#else

static napi_value seal_repeated(napi_env env, napi_callback_info info) {
  (void)env, (void)info;
  return NULL;
}

#endif

NAPI_MODULE_INIT() {
  napi_property_descriptor property;
  memset(&property, 0, sizeof(property));
  property.utf8name = "repeat";
  property.method = seal_repeated;
  return napi_define_properties(env, exports, 1, &property) == napi_ok ? exports : NULL;
}
