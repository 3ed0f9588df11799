/* image.h: replaces imports of a loaded library by writing to its global offset table. Linux. */
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

/* Returns the image that contains an address. Its `dynamic` is NULL if no image does. */
Image FindImage(const void *address);

/* Replaces the imported functions that are in the list, in this image only. Passes the name of
   every other import to `other`. Returns the number of replaced imports. */
size_t ReplaceImports(const Image &image, const Replacement *replacements, size_t count,
                      void (*other)(const char *name, void *data), void *data);

#endif
