/* pages.h: memory with an unreadable page on both sides.

     | unreadable |bytes                     | unreadable |    PAGE_START
     | unreadable |                     bytes| unreadable |    PAGE_END */
#ifndef FORGE_PAGES_H
#define FORGE_PAGES_H

#include "calls.h"

typedef struct pages {
  char *base;   /* the start of the first unreadable page */
  size_t size;  /* of all pages, in bytes */
  size_t bytes; /* how many bytes are usable */
  size_t offset;
  void *at; /* the argument of a kernel: base + offset, moved by `beyond`; or NULL */
} pages;

/* Allocates zeroed bytes at one of the two edges. If `bytes` is 0, both edges are the same, and
   `at` is not readable. `beyond` moves `at` so that this many bytes lie beyond the edge. */
pages take_pages(size_t bytes, enum place place, size_t beyond);

/* Returns the address of the usable bytes. */
void *pages_content(const pages *of);

void forbid_writing(const pages *to);
void give_back(const pages *these);

#endif
