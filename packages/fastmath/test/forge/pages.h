/* pages.h: memory with an unreadable page on both sides.

     | unreadable |bytes                     | unreadable |    PAGE_START
     | unreadable |                     bytes| unreadable |    PAGE_END

   On Windows it is ordinary memory. */
#ifndef FORGE_PAGES_H
#define FORGE_PAGES_H

#include "calls.h"

typedef struct pages {
  char *base;   /* of the first unreadable page */
  size_t size;  /* of everything */
  size_t bytes; /* usable */
  size_t offset;
  void *at; /* the argument of a kernel: `offset` behind the base, or beyond the edge, or NULL */
} pages;

/* Allocates zeroed bytes at one of the two edges. For no bytes both edges are the same, and `at` is
   not readable. `beyond` moves `at` so that this many bytes lie beyond the edge. */
pages take_pages(size_t bytes, enum place place, size_t beyond);

/* The bytes, independent of `at`. */
void *pages_content(const pages *of);

void forbid_writing(const pages *to);
void give_back(const pages *these);

#endif
