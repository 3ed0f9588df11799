/* tree.c: sums of blocks, added in pairs, then pairs of pairs: the tree of order.h. */
#include "tree.h"

#include "chunks.h"
#include "../parallel/parallel.h"

/* About what an element of an array costs one thread, in ns, where it is not in its own cache. */
static const double COST = 0.1;

NEVER_INLINE double add_copies(add_block *block, column x, column y, size_t n) {
  double x_copy[BLOCK], y_copy[BLOCK];
  return block(side_by_side(x, n, x_copy), y.at == NULL ? NULL : side_by_side(y, n, y_copy), n);
}

/* What there is no y of stays at NULL. */
static column rest_of(column y, size_t start) { return y.at == NULL ? y : column_from(y, start); }

static double add_alone(add_block *block, column x, column y, size_t n) {
  if (n <= BLOCK)
    return x.step == 1 && y.step == 1 ? block(x.at, y.at, n) : add_copies(block, x, y, n);
  const size_t half = left_half(n, BLOCK);
  return add_alone(block, x, y, half) +
         add_alone(block, column_from(x, half), rest_of(y, half), n - half);
}

typedef struct job {
  add_block *block;
  column x, y;
  chunks cut;
  double sums[MOST_CHUNKS];
} job;

static void add_chunk(void *of, size_t i) {
  job *const this = of;
  const size_t at = chunk_start(&this->cut, i), n = chunk_length(&this->cut, i);
  this->sums[i] = add_alone(this->block, column_from(this->x, at), rest_of(this->y, at), n);
}

static double add_sums(const double *sums, size_t count) {
  if (count == 1) return sums[0];
  const size_t half = left_half(count, 1);
  return add_sums(sums, half) + add_sums(sums + half, count - half);
}

double add_columns(add_block *block, column x, column y, size_t n) {
  job shared;
  shared.block = block;
  shared.x = x;
  shared.y = y;
  shared.cut = chunks_of(n);
  const double cost = COST * (double)n * (y.at == NULL ? 1 : 2);
  if (in_threads(cost, shared.cut.count, add_chunk, &shared))
    return add_sums(shared.sums, shared.cut.count);
  return add_alone(block, x, y, n);
}

double add_blocks(add_block *block, const double *x, const double *y, size_t n) {
  return add_columns(block, column_of(x, 1), column_of(y, 1), n);
}
