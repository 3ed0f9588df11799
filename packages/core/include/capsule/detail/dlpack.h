/* dlpack.h: the layout of DLPack's tensors, and conversion from and to data capsules. */
#ifndef CAPSULE_DETAIL_DLPACK_H
#define CAPSULE_DETAIL_DLPACK_H

#include "open.h"
#include "seal.h"

#include <assert.h>

enum {
  CAPSULE_DLPACK_MAJOR = 1, /* others are rejected; minor versions only append */
  CAPSULE_DLPACK_MINOR = 1
};

enum capsule_dlpack_device {
  CAPSULE_DLPACK_CPU = 1,
  CAPSULE_DLPACK_CUDA_HOST = 3 /* page-locked memory, readable by the CPU */
};

enum capsule_dlpack_flags {
  CAPSULE_DLPACK_READ_ONLY = 1,
  CAPSULE_DLPACK_COPIED = 2,
  CAPSULE_DLPACK_SUBBYTE = 4
};

/* DLTensor. Strides count elements; the first element is at data + byte_offset. */
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

/* DLManagedTensorVersioned. Its owner calls the deleter once, on any thread. */
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

/* The deleter of tensors that capsule_to_dlpack makes: releases the hold. */
static inline void capsule_dlpack_delete(capsule_dlpack *self) {
  capsule_envelope *envelope = (capsule_envelope *)self->manager;
  free(self);
  capsule_release(envelope);
}

static inline capsule_dlpack *capsule_to_dlpack(capsule_envelope *envelope) {
  const capsule_data *data = envelope->data;
  const size_t shape_size = (size_t)data->ndim * sizeof(int64_t);
  /* A library may write to shape and strides, so each tensor has its own. */
  capsule_dlpack *self = (capsule_dlpack *)malloc(sizeof(capsule_dlpack) + 2 * shape_size);
  /* The deleter is code of this addon, and may run after the Worker that loaded it has exited. */
  if (self == NULL || !capsule_pin_self()) {
    free(self);
    return NULL;
  }
  memset(self, 0, sizeof(*self));
  self->major = CAPSULE_DLPACK_MAJOR;
  self->minor = CAPSULE_DLPACK_MINOR;
  self->manager = envelope;
  self->deleter = capsule_dlpack_delete;
  self->flags = (data->flags & CAPSULE_READ_ONLY) != 0 ? CAPSULE_DLPACK_READ_ONLY : 0;
  self->tensor.data = data->data;
  self->tensor.device_type = CAPSULE_DLPACK_CPU;
  self->tensor.ndim = data->ndim;
  self->tensor.dtype = data->dtype;
  if (data->ndim > 0) {
    self->tensor.shape = (int64_t *)(void *)(self + 1);
    self->tensor.strides = self->tensor.shape + data->ndim;
    memcpy(self->tensor.shape, data->shape, shape_size);
    memcpy(self->tensor.strides, data->strides, shape_size);
  }
  capsule_hold(envelope);
  return self;
}

static inline void capsule_dlpack_destructor(void *pointer, void *context) {
  capsule_dlpack *tensor = (capsule_dlpack *)context;
  (void)pointer;
  if (tensor != NULL && tensor->deleter != NULL) tensor->deleter(tensor);
}

/* Checks pointer, version and device of a tensor. In another major version only version and deleter
   are at known offsets, so nothing else is read. */
static inline bool capsule_dlpack_is_supported(const capsule_dlpack *tensor,
                                               capsule_refusal *refusal) {
  if (tensor == NULL) {
    capsule_refusal_set(refusal, CAPSULE_POINTER_MISSING, "a pointer", "NULL", "");
    return false;
  }
  refusal->status = CAPSULE_DATA_UNSOUND;
  if (tensor->major != CAPSULE_DLPACK_MAJOR) {
    capsule_append(&refusal->expected, "a tensor of DLPack %d.x", (int)CAPSULE_DLPACK_MAJOR);
    capsule_append(&refusal->found, "one of %u.%u", (unsigned)tensor->major,
                   (unsigned)tensor->minor);
    return false;
  }
  if (tensor->tensor.device_type != CAPSULE_DLPACK_CPU &&
      tensor->tensor.device_type != CAPSULE_DLPACK_CUDA_HOST) {
    capsule_append(&refusal->expected, "memory that the CPU can read");
    capsule_append(&refusal->found, "that of device type %d", (int)tensor->tensor.device_type);
    capsule_append(&refusal->advice, "Copy it to the CPU first.");
    return false;
  }
  return true;
}

static inline napi_value capsule_from_dlpack(napi_env env, const char *name,
                                             capsule_dlpack *tensor) {
  if (!capsule_name_is_valid(name)) {
    capsule_dlpack_destructor(NULL, tensor);
    return capsule_throw_invalid_name(env, "Sealing", name);
  }
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Sealing", name);
  napi_value capsule = NULL;
  if (!capsule_dlpack_is_supported(tensor, &refusal)) {
    capsule_throw(env, &refusal, NULL);
  } else {
    const capsule_dlpack_tensor *from = &tensor->tensor;
    capsule_data data;
    memset(&data, 0, sizeof(data));
    data.size = sizeof(data);
    data.flags = (tensor->flags & CAPSULE_DLPACK_READ_ONLY) != 0 ? CAPSULE_READ_ONLY : 0;
    data.data = from->data == NULL ? NULL : (char *)from->data + from->byte_offset;
    data.ndim = from->ndim;
    data.dtype = from->dtype;
    data.shape = from->shape;
    data.strides = from->strides;
    /* Pins the image of the deleter, which is usually not this addon. */
    if (tensor->deleter != NULL)
      capsule_pin(capsule_code_address((capsule_function)tensor->deleter));
    capsule = capsule_seal_data(env, name, &data, tensor, capsule_dlpack_destructor);
  }
  if (capsule == NULL) capsule_dlpack_destructor(NULL, tensor);
  return capsule;
}

#endif
