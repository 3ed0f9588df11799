/* moments.c: from sums over blocks to moments of the whole. Shared by all variants.

   A block is read twice: for its mean, and for the powers of deviations from it. The mean is
   rounded, so the deviations have a sum that is not 0; that sum says what the mean lacks, and the
   powers are corrected by it. Means of blocks are kept as mean + rest, and only differences of
   them are used: where values are 1e9 and deviations 1e-3, no digit is lost.

   Merging: Chan, Golub and LeVeque (1979) for M2 and Mxy, Pebay (2008) for M3 and M4. */
#include "moments.h"

#include "../reduction/chunks.h"
#include "../parallel/parallel.h"

/* About what an element costs one thread, in ns. */
static const double COST = 0.25;

/* A sum of squares is not negative, whatever rounding made of it. A NaN stays. */
static double not_negative(double sum) { return sum < 0 ? 0 : sum; }

typedef struct part {
  double n, sum, mean, rest, m2, m3, m4;
} part;

static part part_of_block(const block_sums *block, const double *x, size_t n) {
  double s[4];
  part p = {(double)n, block->sum(x, n), 0, 0, 0, 0, 0};
  p.mean = p.sum / p.n;
  block->powers(x, n, p.mean, s);
  const double c = s[0] / p.n;
  p.rest = c;
  p.m2 = not_negative(s[1] - c * s[0]);
  p.m3 = s[2] - 3 * c * s[1] + 2 * c * c * s[0];
  p.m4 = not_negative(s[3] - 4 * c * s[2] + 6 * c * c * s[1] - 3 * c * c * c * s[0]);
  return p;
}

static part merge(part a, part b) {
  const double n = a.n + b.n, wa = a.n / n, wb = b.n / n;
  const double delta = (b.mean - a.mean) + (b.rest - a.rest), d2 = delta * delta;
  part p = {n, a.sum + b.sum, a.mean, a.rest + delta * wb, 0, 0, 0};
  p.m2 = a.m2 + b.m2 + d2 * a.n * wb;
  p.m3 = a.m3 + b.m3 + d2 * delta * a.n * wb * (wa - wb) + 3 * delta * (wa * b.m2 - wb * a.m2);
  p.m4 = a.m4 + b.m4 + d2 * d2 * a.n * wb * (wa * wa - wa * wb + wb * wb) +
         6 * d2 * (wa * wa * b.m2 + wb * wb * a.m2) + 4 * delta * (wa * b.m3 - wb * a.m3);
  return p;
}

NEVER_INLINE part part_of_copy(const block_sums *block, column x, size_t n) {
  double copy[BLOCK];
  return part_of_block(block, side_by_side(x, n, copy), n);
}

static part part_alone(const block_sums *block, column x, size_t n) {
  if (n <= BLOCK) return x.step == 1 ? part_of_block(block, x.at, n) : part_of_copy(block, x, n);
  const size_t half = left_half(n, BLOCK);
  return merge(part_alone(block, x, half), part_alone(block, column_from(x, half), n - half));
}

/* What threads share: chunks of x, or of pairs. */
typedef struct job {
  const block_sums *block;
  column x, y;
  chunks cut;
  void *parts;
} job;

static void part_of_chunk(void *of, size_t i) {
  const job *const this = of;
  part *const parts = this->parts;
  const column x = column_from(this->x, chunk_start(&this->cut, i));
  parts[i] = part_alone(this->block, x, chunk_length(&this->cut, i));
}

static part merge_parts(const part *parts, size_t count) {
  if (count == 1) return parts[0];
  const size_t half = left_half(count, 1);
  return merge(merge_parts(parts, half), merge_parts(parts + half, count - half));
}

static part part_of(const block_sums *block, column x, size_t n) {
  if (n <= BLOCK) return part_alone(block, x, n);
  part parts[MOST_CHUNKS];
  job shared = {block, x, x, chunks_of(n), parts};
  if (in_threads(COST * (double)n, shared.cut.count, part_of_chunk, &shared))
    return merge_parts(parts, shared.cut.count);
  return part_alone(block, x, n);
}

void moments_of_column(const block_sums *block, column x, size_t n, fastmath_moments *out) {
  const fastmath_moments none = {0, 0, 0, 0, 0};
  *out = none;
  if (n == 0) return;
  const part p = part_of(block, x, n);
  out->n = n;
  out->mean = p.sum / p.n;
  out->m2 = p.m2;
  out->m3 = p.m3;
  out->m4 = p.m4;
}

void moments_of(const block_sums *block, const double *x, size_t n, fastmath_moments *out) {
  moments_of_column(block, column_of(x, 1), n, out);
}

void deviations_of(const block_sums *block, const double *x, size_t n, fastmath_deviations *out) {
  const fastmath_deviations none = {0, 0, 0};
  *out = none;
  if (n == 0) return;
  const part p = part_of(block, column_of(x, 1), n);
  out->n = n;
  out->mean = p.sum / p.n;
  out->m2 = p.m2;
}

typedef struct pair_part {
  double n, sum_x, sum_y, mean_x, mean_y, rest_x, rest_y, mxx, myy, mxy;
} pair_part;

static pair_part pair_of_block(const block_sums *block, const double *x, const double *y,
                               size_t n) {
  double s[5];
  pair_part p = {(double)n, block->sum(x, n), block->sum(y, n), 0, 0, 0, 0, 0, 0, 0};
  p.mean_x = p.sum_x / p.n;
  p.mean_y = p.sum_y / p.n;
  block->products(x, y, n, p.mean_x, p.mean_y, s);
  p.rest_x = s[0] / p.n;
  p.rest_y = s[1] / p.n;
  p.mxx = not_negative(s[2] - p.rest_x * s[0]);
  p.myy = not_negative(s[3] - p.rest_y * s[1]);
  p.mxy = s[4] - p.rest_x * s[1];
  return p;
}

static pair_part merge_pairs(pair_part a, pair_part b) {
  const double n = a.n + b.n, wb = b.n / n;
  const double dx = (b.mean_x - a.mean_x) + (b.rest_x - a.rest_x);
  const double dy = (b.mean_y - a.mean_y) + (b.rest_y - a.rest_y);
  const pair_part p = {n,
                       a.sum_x + b.sum_x,
                       a.sum_y + b.sum_y,
                       a.mean_x,
                       a.mean_y,
                       a.rest_x + dx * wb,
                       a.rest_y + dy * wb,
                       a.mxx + b.mxx + dx * dx * a.n * wb,
                       a.myy + b.myy + dy * dy * a.n * wb,
                       a.mxy + b.mxy + dx * dy * a.n * wb};
  return p;
}

NEVER_INLINE pair_part pair_of_copies(const block_sums *block, column x, column y, size_t n) {
  double x_copy[BLOCK], y_copy[BLOCK];
  return pair_of_block(block, side_by_side(x, n, x_copy), side_by_side(y, n, y_copy), n);
}

static pair_part pair_alone(const block_sums *block, column x, column y, size_t n) {
  if (n <= BLOCK)
    return x.step == 1 && y.step == 1 ? pair_of_block(block, x.at, y.at, n)
                                      : pair_of_copies(block, x, y, n);
  const size_t half = left_half(n, BLOCK);
  return merge_pairs(pair_alone(block, x, y, half),
                     pair_alone(block, column_from(x, half), column_from(y, half), n - half));
}

static void pair_of_chunk(void *of, size_t i) {
  const job *const this = of;
  pair_part *const parts = this->parts;
  const size_t start = chunk_start(&this->cut, i), n = chunk_length(&this->cut, i);
  parts[i] = pair_alone(this->block, column_from(this->x, start), column_from(this->y, start), n);
}

static pair_part merge_pair_parts(const pair_part *parts, size_t count) {
  if (count == 1) return parts[0];
  const size_t half = left_half(count, 1);
  return merge_pairs(merge_pair_parts(parts, half), merge_pair_parts(parts + half, count - half));
}

static pair_part pair_of(const block_sums *block, column x, column y, size_t n) {
  if (n <= BLOCK) return pair_alone(block, x, y, n);
  pair_part parts[MOST_CHUNKS];
  job shared = {block, x, y, chunks_of(n), parts};
  if (in_threads(2 * COST * (double)n, shared.cut.count, pair_of_chunk, &shared))
    return merge_pair_parts(parts, shared.cut.count);
  return pair_alone(block, x, y, n);
}

void comoments_of_columns(const block_sums *block, column x, column y, size_t n,
                          fastmath_comoments *out) {
  const fastmath_comoments none = {0, 0, 0, 0, 0, 0};
  *out = none;
  if (n == 0) return;
  const pair_part p = pair_of(block, x, y, n);
  out->n = n;
  out->mean_x = p.sum_x / p.n;
  out->mean_y = p.sum_y / p.n;
  out->mxx = p.mxx;
  out->myy = p.myy;
  out->mxy = p.mxy;
}

void comoments_of(const block_sums *block, const double *x, const double *y, size_t n,
                  fastmath_comoments *out) {
  comoments_of_columns(block, column_of(x, 1), column_of(y, 1), n, out);
}
