/* arrays.c: implements arrays.h with the pages of the forge. */
#include "arrays.h"

#include "../forge/pages.h"

#include <string.h>

/* Whole pages, also on systems whose pages have 64 KiB. */
enum { ROOM = 3 << 16, MARGIN = 128, CANARY = 0x5a };

void allocate_arrays(arrays *all) {
  for (size_t i = 0; i < ARRAYS; i++) all->memory[i] = take_pages(ROOM, PAGE_START, 0).at;
}

/* The numbers of canary bytes before and after an array. */
static size_t before(const arrays *all, size_t i) {
  const size_t room = (size_t)(all->at[i] - all->memory[i]);
  return room < MARGIN ? room : MARGIN;
}

static size_t after(const arrays *all, size_t i) {
  const size_t room = (size_t)(all->memory[i] + ROOM - all->at[i]) - all->bytes[i];
  return room < MARGIN ? room : MARGIN;
}

void lay_out(arrays *all, enum kernel kernel, size_t n, size_t place, const void *x,
             const void *y) {
  const bool floats = (kernel_traits[kernel] & X_IS_FLOAT) != 0;
  const size_t element = floats ? sizeof(float) : sizeof(double);
  const size_t bytes[ARRAYS] = {
      n * element,       n * sizeof(double),       sizeof(double),
      sizeof(double),    sizeof(fastmath_moments), sizeof(fastmath_comoments),
      n * sizeof(double)};
  const void *const inputs[INPUTS] = {x, y};
  for (size_t i = 0; i < ARRAYS; i++) {
    const size_t offset = place * (2 * i + 1) % OFFSETS * (i == 0 ? element : sizeof(double));
    all->bytes[i] = bytes[i];
    all->at[i] = all->memory[i] + (place < OFFSETS ? offset : ROOM - bytes[i]);
    memset(all->at[i] - before(all, i), CANARY, before(all, i));
    memset(all->at[i] + bytes[i], CANARY, after(all, i));
    if (i < INPUTS) memcpy(all->at[i], inputs[i], bytes[i]);
    else memset(all->at[i], 0, bytes[i]);
  }
}

bool canaries_intact(const arrays *all) {
  char expected[MARGIN];
  memset(expected, CANARY, MARGIN);
  for (size_t i = 0; i < ARRAYS; i++)
    if (memcmp(all->at[i] - before(all, i), expected, before(all, i)) != 0 ||
        memcmp(all->at[i] + all->bytes[i], expected, after(all, i)) != 0)
      return false;
  return true;
}

/* Returns the 8 bytes at an offset, or fewer at the end of an array. Every NaN becomes the same. */
static uint64_t word_at(const char *bytes, size_t at, size_t count) {
  const uint64_t infinite = UINT64_C(0x7ff) << 52;
  uint64_t word = 0;
  memcpy(&word, bytes + at, count - at < sizeof(word) ? count - at : sizeof(word));
  return (word & ~(UINT64_C(1) << 63)) > infinite ? infinite + 1 : word;
}

void copy_all(const arrays *all, char *copy) {
  for (size_t i = 0; i < ARRAYS; copy += all->bytes[i++]) memcpy(copy, all->at[i], all->bytes[i]);
}

bool are_same(const arrays *all, const char *copy) {
  for (size_t i = 0; i < ARRAYS; copy += all->bytes[i++]) {
    const size_t count = all->bytes[i];
    if (memcmp(all->at[i], copy, count) == 0) continue;
    for (size_t at = 0; at < count; at += sizeof(uint64_t))
      if (word_at(all->at[i], at, count) != word_at(copy, at, count)) return false;
  }
  return true;
}

uint64_t add_to_hash(uint64_t hash, const arrays *all) {
  for (size_t i = 0; i < ARRAYS; i++)
    for (size_t at = 0; at < all->bytes[i]; at += sizeof(uint64_t))
      hash = (hash ^ word_at(all->at[i], at, all->bytes[i])) * UINT64_C(0x100000001b3);
  return hash;
}
