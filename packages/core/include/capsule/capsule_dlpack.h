/* capsule_dlpack.h: converts data capsules to tensors of DLPack 1.x, and back.

   struct capsule_dlpack, in detail/dlpack.h, has the layout of DLPack's DLManagedTensorVersioned
   under another name, so that dlpack.h can be included too. Convert the pointers with a cast. */
#ifndef CAPSULE_CAPSULE_DLPACK_H
#define CAPSULE_CAPSULE_DLPACK_H

#include "capsule_data.h"
#include "detail/dlpack.h"

/* Creates a tensor for data that the caller holds.

   Returns    the tensor, with its own hold: it is independent of the caller's hold and of other
              tensors. NULL if there is no memory for it, or this addon cannot be pinned.
   Lifetime   until its deleter is called, which releases the hold.
   Thread     any. */
static inline capsule_dlpack *capsule_to_dlpack(capsule_envelope *envelope);

/* Seals a tensor of another library.

   Returns    the capsule. It owns the tensor: its destructor calls the deleter.
   Rejects    NULL; another major version than 1; memory of another device; several lanes; types and
              shapes that capsule_seal_data rejects. The deleter is called in these cases too: the
              caller no longer owns the tensor. */
static inline napi_value capsule_from_dlpack(napi_env env, const char *name,
                                             capsule_dlpack *tensor);

#endif
