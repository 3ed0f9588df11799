/* capsule_data.h: passes memory with a type and a shape from one addon to another, without a copy.

   The producer allocates and describes memory, and seals it:

     static void free_values(void *pointer, void *context) {
       (void)context;
       free(pointer);
     }

     double *values = (double *)calloc(n, sizeof(double));
     const int64_t shape[] = {(int64_t)n};
     const capsule_data data = CAPSULE_DATA_OF(values, CAPSULE_F64, 1, shape);
     napi_value capsule = capsule_seal_data(env, "@acme/plan:vector", &data, NULL,
                                            free_values);
     if (capsule == NULL) free(values);

   A consumer opens it, reads the elements, and releases it:

     capsule_envelope *held = capsule_open_data(env, value, NULL);
     if (held == NULL) return NULL;
     const capsule_data *data = held->data;
     if (capsule_dtype_equal(data->dtype, CAPSULE_F64) && capsule_data_is_contiguous(data))
       total = sum((const double *)data->data, capsule_data_count(data));
     capsule_release(held);

   Rules, in addition to those of capsule.h

   Ownership.  The envelope owns the memory. JavaScript values and holds are counted in C memory,
               not by the engine, so that the order of teardown does not matter. The destructor runs
               once, on the thread that releases the last count, possibly without any environment.
   Writing.    A holder may write, unless CAPSULE_READ_ONLY is set. Producer and consumers have to
               synchronize writes themselves. A consumer that has called capsule_take_data need not
               synchronize once capsule_is_exclusive returns true.
   Shape.      Extents and strides count elements. Strides may be negative or 0; elements may be at
               any address, aligned or not. If an extent is 0, there are no elements, and `data` may
               be NULL.
   DLPack.     capsule_dlpack.h converts in both directions. */
#ifndef CAPSULE_CAPSULE_DATA_H
#define CAPSULE_CAPSULE_DATA_H

#include "capsule.h"

/* Types of elements. */
CAPSULE_CONSTANT capsule_dtype CAPSULE_I8 = {CAPSULE_INT, 8, 1};
CAPSULE_CONSTANT capsule_dtype CAPSULE_I16 = {CAPSULE_INT, 16, 1};
CAPSULE_CONSTANT capsule_dtype CAPSULE_I32 = {CAPSULE_INT, 32, 1};
CAPSULE_CONSTANT capsule_dtype CAPSULE_I64 = {CAPSULE_INT, 64, 1};
CAPSULE_CONSTANT capsule_dtype CAPSULE_U8 = {CAPSULE_UINT, 8, 1};
CAPSULE_CONSTANT capsule_dtype CAPSULE_U16 = {CAPSULE_UINT, 16, 1};
CAPSULE_CONSTANT capsule_dtype CAPSULE_U32 = {CAPSULE_UINT, 32, 1};
CAPSULE_CONSTANT capsule_dtype CAPSULE_U64 = {CAPSULE_UINT, 64, 1};
CAPSULE_CONSTANT capsule_dtype CAPSULE_F32 = {CAPSULE_FLOAT, 32, 1};
CAPSULE_CONSTANT capsule_dtype CAPSULE_F64 = {CAPSULE_FLOAT, 64, 1};

/* Describes row-major memory. Set .flags and .strides for other memory. */
#define CAPSULE_DATA_OF(pointer, dtype, ndim, shape)                                               \
  { sizeof(capsule_data), 0, (pointer), (ndim), (dtype), (shape), NULL }

/* Seals memory.

     name         as for capsule_seal: "@scope/package:export".
     data         the description, which is copied with its shape and strides; the elements are not.
     context      passed to the destructor; may be NULL.
     destructor   as for capsule_seal; its pointer is data->data.

   Returns    the capsule. The engine counts the size of the elements as external memory.
   Rejects    an invalid name; a negative extent; a type that does not have 8 to 64 bits (complex:
              64 or 128); more than 64 dimensions; more elements or larger strides than fit in
              memory; a destructor whose image cannot be pinned. The caller then still owns the
              memory.
   Lifetime   the memory lives as long as the capsule or any hold on it. */
static inline napi_value capsule_seal_data(napi_env env, const char *name, const capsule_data *data,
                                           void *context,
                                           void (*destructor)(void *pointer, void *context));

/* Opens a capsule that holds data.

     name       the name that it must have; NULL accepts any: type and shape describe the data.

   Returns    the envelope, with one more hold on it; its `data` describes the memory.
   Rejects    a value that is not a capsule; a capsule with another name, or with other contents
              than data; contents that were taken or revoked.
   Lifetime   until capsule_release. */
static inline capsule_envelope *capsule_open_data(napi_env env, napi_value value, const char *name);

/* Opens a capsule that holds data, and takes the contents, as capsule_take does for a pointer. */
static inline capsule_envelope *capsule_take_data(napi_env env, napi_value value, const char *name);

/* detail/data.h has the functions on descriptions, which run on any thread: capsule_data_count,
   capsule_data_bytes, capsule_data_is_contiguous, capsule_dtype_equal. */

#endif
