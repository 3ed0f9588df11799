/* tree.h: the tree of order.h over columns. */
#ifndef FASTMATH_TREE_H
#define FASTMATH_TREE_H

#include "strided.h"

/* Adds n > 0 terms. y.at is NULL where there is no y. */
double add_columns(add_block *block, column x, column y, size_t n);

#endif
