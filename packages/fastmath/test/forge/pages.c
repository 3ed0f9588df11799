/* pages.c: implements pages.h with mmap. */
#if !defined(_WIN32) && !defined(__APPLE__)
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#endif

#include "pages.h"

#include <stdlib.h>

#ifdef _WIN32

pages take_pages(size_t bytes, enum place place, size_t beyond) {
  (void)place, (void)beyond;
  char *base = calloc(1, bytes + 1);
  if (base == NULL) abort();
  const pages taken = {base, bytes, bytes, 0, base};
  return taken;
}

void forbid_writing(const pages *to) { (void)to; }
void give_back(const pages *these) { free(these->base); }

#else

#include <sys/mman.h>
#include <unistd.h>

static size_t page_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }

pages take_pages(size_t bytes, enum place place, size_t beyond) {
  const size_t page = page_size(), inner = (bytes + page - 1) / page * page;
  const size_t size = inner + 2 * page;
  char *base = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED) abort();
  if (inner > 0 && mprotect(base + page, inner, PROT_READ | PROT_WRITE) != 0) abort();
  const size_t offset = place == PAGE_END ? page + inner - bytes : page;
  pages taken = {base, size, bytes, offset, base + offset};
  if (place == PAGE_START) taken.at = base + offset - beyond;
  if (place == NOWHERE && bytes == 0) taken.at = NULL;
  return taken;
}

void forbid_writing(const pages *to) {
  const size_t page = page_size(), inner = to->size - 2 * page;
  if (inner > 0 && mprotect(to->base + page, inner, PROT_READ) != 0) abort();
}

void give_back(const pages *these) {
  if (munmap(these->base, these->size) != 0) abort();
}

#endif

void *pages_content(const pages *of) { return of->base + of->offset; }
