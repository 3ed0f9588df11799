/* calls.h: the Node-API calls of the addons under test, which can fail and are counted. */
#ifndef FAILURES_CALLS_H
#define FAILURES_CALLS_H

#include "image.h"

#include <cstdint>

/* What replaces the imports of an addon. */
extern const Replacement ADDON_CALLS[];
extern const size_t ADDON_CALL_COUNT;

/* How many references the addons have created and not deleted, and handle scopes opened and not
   closed; and how many bytes of external memory they have reported. */
int64_t LiveReferences();
int64_t OpenScopes();
int64_t ExternalMemory();

#endif
