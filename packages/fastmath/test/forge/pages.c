/* pages.c: implements pages.h with mmap or VirtualAlloc. */
#if !defined(_WIN32) && !defined(__APPLE__)
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#endif

#include "pages.h"

#include <stdlib.h>

#ifdef _WIN32

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#include <windows.h>

enum { READ_ONLY = PAGE_READONLY, READ_WRITE = PAGE_READWRITE };

static size_t page_size(void) {
  SYSTEM_INFO system;
  GetSystemInfo(&system);
  return system.dwPageSize;
}

static char *reserve(size_t size) {
  return VirtualAlloc(NULL, size, MEM_RESERVE | MEM_COMMIT, PAGE_NOACCESS);
}

static bool protect(char *at, size_t size, int access) {
  DWORD before;
  return VirtualProtect(at, size, (DWORD)access, &before);
}

static bool release(char *base, size_t size) {
  (void)size;
  return VirtualFree(base, 0, MEM_RELEASE);
}

#else

#include <sys/mman.h>
#include <unistd.h>

enum { READ_ONLY = PROT_READ, READ_WRITE = PROT_READ | PROT_WRITE };

static size_t page_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }

static char *reserve(size_t size) {
  char *base = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return base == MAP_FAILED ? NULL : base;
}

static bool protect(char *at, size_t size, int access) { return mprotect(at, size, access) == 0; }
static bool release(char *base, size_t size) { return munmap(base, size) == 0; }

#endif

pages take_pages(size_t bytes, enum place place, size_t beyond) {
  const size_t page = page_size(), inner = (bytes + page - 1) / page * page;
  const size_t size = inner + 2 * page;
  char *base = reserve(size);
  if (base == NULL) abort();
  if (inner > 0 && !protect(base + page, inner, READ_WRITE)) abort();
  const size_t offset = place == PAGE_END ? page + inner - bytes : page;
  pages taken = {base, size, bytes, offset, base + offset};
  if (place == PAGE_START) taken.at = base + offset - beyond;
  if (place == NOWHERE && bytes == 0) taken.at = NULL;
  return taken;
}

void forbid_writing(const pages *to) {
  const size_t page = page_size(), inner = to->size - 2 * page;
  if (inner > 0 && !protect(to->base + page, inner, READ_ONLY)) abort();
}

void give_back(const pages *these) {
  if (!release(these->base, these->size)) abort();
}

void *pages_content(const pages *of) { return of->base + of->offset; }
