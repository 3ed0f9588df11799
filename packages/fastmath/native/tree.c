/* tree.c: sums of blocks, added in pairs, then pairs of pairs: the tree of order.h. */
#include "chunks.h"
#include "threads.h"

/* About what an element costs one thread, in ns, where it is not in its own cache. */
static const double COST = 0.1;

static double add_alone(add_block *block, const double *x, const double *y, size_t n) {
  if (n <= BLOCK) return block(x, y, n);
  const size_t half = left_half(n, BLOCK);
  return add_alone(block, x, y, half) +
         add_alone(block, x + half, y == NULL ? NULL : y + half, n - half);
}

typedef struct job {
  add_block *block;
  const double *x, *y;
  chunks cut;
  double sums[MOST_CHUNKS];
} job;

static void add_chunk(void *of, size_t i) {
  job *const this = of;
  const size_t start = chunk_start(&this->cut, i);
  const double *y = this->y == NULL ? NULL : this->y + start;
  this->sums[i] = add_alone(this->block, this->x + start, y, chunk_length(&this->cut, i));
}

static double add_sums(const double *sums, size_t count) {
  if (count == 1) return sums[0];
  const size_t half = left_half(count, 1);
  return add_sums(sums, half) + add_sums(sums + half, count - half);
}

double add_blocks(add_block *block, const double *x, const double *y, size_t n) {
  job shared;
  shared.block = block;
  shared.x = x;
  shared.y = y;
  shared.cut = chunks_of(n);
  const double cost = COST * (double)n * (y == NULL ? 1 : 2);
  if (in_threads(cost, shared.cut.count, add_chunk, &shared))
    return add_sums(shared.sums, shared.cut.count);
  return add_alone(block, x, y, n);
}
