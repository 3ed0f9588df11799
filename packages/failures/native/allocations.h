/* allocations.h: the allocations of the addons under test, which can fail and are counted. */
#ifndef FAILURES_ALLOCATIONS_H
#define FAILURES_ALLOCATIONS_H

#include "image.h"

/* What replaces the imports of an addon. */
extern const Replacement ADDON_ALLOCATIONS[];
extern const size_t ADDON_ALLOCATION_COUNT;

/* From now on, what the C++ library allocates for this addon is its allocation too. */
void AttributeAllocations(const Image &addon);

/* How many blocks the addons have allocated and not freed. */
size_t LiveAllocations();

#endif
