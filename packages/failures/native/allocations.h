/* allocations.h: the allocations of the addons under test, which can fail and are counted. */
#ifndef FAILURES_ALLOCATIONS_H
#define FAILURES_ALLOCATIONS_H

#include "image.h"

/* The replacements for the imports of an addon. */
extern const Replacement ADDON_ALLOCATIONS[];
extern const size_t ADDON_ALLOCATION_COUNT;

/* From now on, allocations in the C++ library that this addon causes count as its own. */
void AttributeAllocations(const Image &addon);

/* Returns the number of blocks that the addons have allocated and not freed. */
size_t LiveAllocations();

#endif
