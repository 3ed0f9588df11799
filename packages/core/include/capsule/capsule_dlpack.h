/* capsule_dlpack.h: data capsules as tensors of DLPack 1.x, and back, for libraries that speak it.

   The layout is that of dlpack.h; the names are ours, so that both headers can be included. A
   capsule_dlpack * is a DLManagedTensorVersioned *, and a cast is all there is to it. */
#ifndef CAPSULE_CAPSULE_DLPACK_H
#define CAPSULE_CAPSULE_DLPACK_H

#include "capsule_data.h"

#include "detail/dlpack.h"

/* Makes a tensor of data that one holds.

   Gives      the tensor, with a hold of its own: each is independent of the others and of the
              caller's hold. NULL when there is no memory for it, or this addon cannot be pinned.
   Lifetime   until its deleter is called; that releases the hold.
   Thread     any. */
static inline capsule_dlpack *capsule_to_dlpack(capsule_envelope *envelope);

/* Seals a tensor of another library.

   Gives      the capsule. It owns the tensor: its destructor calls the deleter.
   Refuses    NULL; a version whose major is not 1, memory of another device, several lanes, types and
              shapes that capsule_seal_data refuses. The deleter is called then too: whoever hands a
              tensor over never calls it again. */
static inline napi_value capsule_from_dlpack(napi_env env, const char *name,
                                             capsule_dlpack *tensor);

#endif
