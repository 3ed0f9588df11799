/* image.h: replaces what a loaded library imports, by writing to its global offset table. Linux. */
#ifndef FAILURES_IMAGE_H
#define FAILURES_IMAGE_H

#include <cstddef>
#include <cstdint>

struct Replacement {
  const char *name;
  void *function;
};

/* A library or addon that is loaded in this process. */
struct Image {
  uintptr_t begin = 0, end = 0; /* its addresses */
  const void *dynamic = nullptr;
};

/* The image that an address lies in; its `dynamic` is NULL if there is none. */
Image FindImage(const void *address);

/* Calls of the imported functions in the list go to their replacements from now on, in this image
   alone. Passes the name of every other import to `other`. Returns how many were replaced. */
size_t ReplaceImports(const Image &image, const Replacement *replacements, size_t count,
                      void (*other)(const char *name, void *data), void *data);

#endif
