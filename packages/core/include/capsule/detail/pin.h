/* pin.h: keeps code in memory. Node unmaps an addon when the last Worker that loaded it exits; a
   pointer kept elsewhere would dangle. What is sealed therefore pins its image until the process
   ends. Defining CAPSULE_NO_PIN leaves that out: only for the test that shows the crash. */
#ifndef CAPSULE_DETAIL_PIN_H
#define CAPSULE_DETAIL_PIN_H

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

/* Adds the path of the image that contains `address`, for messages and labels. */
static inline void capsule_say_file(capsule_text *text, const void *address) {
  const DWORD flags =
      GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
  HMODULE image = NULL;
  wchar_t wide[1024];
  char path[3 * 1024 + 1];
  if (!GetModuleHandleExW(flags, (LPCWSTR)address, &image)) return;
  const DWORD length = GetModuleFileNameW(image, wide, 1024);
  const int bytes =
      WideCharToMultiByte(CP_UTF8, 0, wide, (int)length, path, (int)sizeof(path), NULL, NULL);
  capsule_say(text, "%.*s", bytes, path);
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

static inline void capsule_say_file(capsule_text *text, const void *address) {
  capsule_image image;
  if (capsule_find_image(address, &image)) capsule_say(text, "%s", image.file);
}

#endif

#endif
