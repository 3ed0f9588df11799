/* calls.h: the Node-API calls of the addons under test, which can fail and are counted. */
#ifndef FAILURES_CALLS_H
#define FAILURES_CALLS_H

#include "image.h"

#include <cstdint>

/* The replacements for the imports of an addon. */
extern const Replacement ADDON_CALLS[];
extern const size_t ADDON_CALL_COUNT;

/* Return the numbers of references that the addons have not deleted, of handle scopes that they
   have not closed, and of bytes of external memory that they have reported. */
int64_t LiveReferences();
int64_t OpenScopes();
int64_t ExternalMemory();

#endif
