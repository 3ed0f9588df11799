/* capsule_dlpack.h: data capsules as tensors of DLPack 1.x, and back, for libraries that speak it.

   The layout is that of dlpack.h; the names are ours, so that both headers can be included. A
   capsule_dlpack * is a DLManagedTensorVersioned *, and a cast is all there is to it. */
#ifndef CAPSULE_CAPSULE_DLPACK_H
#define CAPSULE_CAPSULE_DLPACK_H

#include "capsule_data.h"

#include <assert.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  CAPSULE_DLPACK_MAJOR = 1, /* another one is refused; minors only append */
  CAPSULE_DLPACK_MINOR = 1
};

enum capsule_dlpack_device {
  CAPSULE_DLPACK_CPU = 1,
  CAPSULE_DLPACK_CUDA_HOST = 3 /* pinned, and readable by the CPU */
};

enum capsule_dlpack_flags {
  CAPSULE_DLPACK_READ_ONLY = 1,
  CAPSULE_DLPACK_COPIED = 2,
  CAPSULE_DLPACK_SUBBYTE = 4
};

/* DLTensor: strides in elements, the first element at data + byte_offset. */
typedef struct capsule_dlpack_tensor {
  void *data;
  int32_t device_type;
  int32_t device_id;
  int32_t ndim;
  capsule_dtype dtype;
  int64_t *shape;
  int64_t *strides;
  uint64_t byte_offset;
} capsule_dlpack_tensor;

/* DLManagedTensorVersioned: whoever has it calls the deleter, once, on any thread. */
typedef struct capsule_dlpack {
  uint32_t major;
  uint32_t minor;
  void *manager;
  void (*deleter)(struct capsule_dlpack *self);
  uint64_t flags;
  capsule_dlpack_tensor tensor;
} capsule_dlpack;

#if UINTPTR_MAX == UINT64_MAX
static_assert(offsetof(capsule_dlpack, manager) == 8, "DLManagedTensorVersioned.manager_ctx");
static_assert(offsetof(capsule_dlpack, deleter) == 16, "DLManagedTensorVersioned.deleter");
static_assert(offsetof(capsule_dlpack, flags) == 24, "DLManagedTensorVersioned.flags");
static_assert(offsetof(capsule_dlpack, tensor) == 32, "DLManagedTensorVersioned.dl_tensor");
static_assert(sizeof(capsule_dlpack) == 80, "DLManagedTensorVersioned");
static_assert(offsetof(capsule_dlpack_tensor, device_type) == 8, "DLTensor.device");
static_assert(offsetof(capsule_dlpack_tensor, ndim) == 16, "DLTensor.ndim");
static_assert(offsetof(capsule_dlpack_tensor, dtype) == 20, "DLTensor.dtype");
static_assert(offsetof(capsule_dlpack_tensor, shape) == 24, "DLTensor.shape");
static_assert(offsetof(capsule_dlpack_tensor, strides) == 32, "DLTensor.strides");
static_assert(offsetof(capsule_dlpack_tensor, byte_offset) == 40, "DLTensor.byte_offset");
static_assert(sizeof(capsule_dlpack_tensor) == 48, "DLTensor");
#endif

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

#include "detail/dlpack.h"

#ifdef __cplusplus
}
#endif

#endif
