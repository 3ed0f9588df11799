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
  size_t bytes; /* that were asked for */
  size_t offset;
  void *at; /* what a kernel is given: `offset` behind the base, or over the edge, or NULL */
} pages;

/* Zeroed bytes at one of the two edges. Where there are none, both edges are one, and `at` cannot
   be read at all. `beyond` moves `at` so that as many bytes lie over the edge, if asked for more. */
pages take_pages(size_t bytes, enum place place, size_t beyond);

/* The bytes themselves, wherever `at` is. */
void *pages_content(const pages *of);

void forbid_writing(const pages *to);
void give_back(const pages *these);

#endif
