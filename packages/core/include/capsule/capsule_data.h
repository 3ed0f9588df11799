/* capsule_data.h: hand memory from one addon to another, with its type and shape, without a copy.

   The one who allocates describes the memory, seals it, and lets go of it:

     static void end(void *pointer, void *context) {
       (void)context;
       free(pointer);
     }

     double *values = (double *)calloc(n, sizeof(double));
     const int64_t shape[] = {(int64_t)n};
     const capsule_data data = CAPSULE_DATA_OF(values, CAPSULE_F64, 1, shape);
     napi_value capsule = capsule_seal_data(env, "@acme/plan:vector", &data, NULL, end);
     if (capsule == NULL) free(values);

   Any other addon opens it, and reads while it holds:

     capsule_envelope *held = capsule_open_data(env, value, NULL);
     if (held == NULL) return NULL;
     const capsule_data *data = held->data;
     if (capsule_dtype_equal(data->dtype, CAPSULE_F64) && capsule_data_is_contiguous(data))
       total = sum((const double *)data->data, capsule_data_count(data));
     capsule_release(held);

   Rules, besides those of capsule.h

   Ownership.  The memory belongs to the envelope. JavaScript values and holds are counted, in memory
               of C and not by the engine, so that no order of teardown matters. The destructor runs
               once, on the thread that ends the last count, perhaps without any environment.
   Writing.    Whoever holds may write, unless CAPSULE_READ_ONLY is set; who writes what, and when, is
               agreed between those who share. A taker that is exclusive needs no agreement.
   Shape.      Extents and strides are counted in elements. Strides may be negative or 0; elements may
               lie at any address, aligned or not. No extent, no elements: then `data` may be NULL.
   DLPack.     capsule_dlpack.h goes there and back. */
#ifndef CAPSULE_CAPSULE_DATA_H
#define CAPSULE_CAPSULE_DATA_H

#include "capsule.h"

/* Types of an element. */
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

/* Describes memory whose elements follow one another, row after row. Set .flags and .strides for
   other. */
#define CAPSULE_DATA_OF(pointer, dtype, ndim, shape)                                               \
  { sizeof(capsule_data), 0, (pointer), (ndim), (dtype), (shape), NULL }

/* Seals memory.

     name         as for capsule_seal: "@scope/package:export".
     data         what is copied: the description with its shape and strides, not the elements.
     context      handed to the destructor; may be NULL.
     destructor   as for capsule_seal, with data->data as the pointer.

   Gives      the capsule; V8 is told the size of the elements.
   Refuses    an unusable name; a negative extent, a type that is none of 8 to 64 bits (complex: 64 or
              128), more than 64 dimensions, more elements or larger strides than memory has room for;
              a destructor whose image cannot be pinned. The memory is the caller's then.
   Lifetime   the memory lives as long as the capsule or any hold on it. */
static inline napi_value capsule_seal_data(napi_env env, const char *name, const capsule_data *data,
                                           void *context,
                                           void (*destructor)(void *pointer, void *context));

/* Opens a capsule that holds data.

     name       of its producer; NULL for that of any: type and shape say what there is to know.

   Gives      the envelope, with one more hold on it; its `data` describes the memory.
   Refuses    whatever is not a capsule with this name that holds data; what was taken or revoked.
   Lifetime   until capsule_release. */
static inline capsule_envelope *capsule_open_data(napi_env env, napi_value value, const char *name);

/* Takes data for oneself, as capsule_take takes a pointer. */
static inline capsule_envelope *capsule_take_data(napi_env env, napi_value value, const char *name);

/* detail/data.h has what follows from a description, for every thread and without Node-API:
   capsule_data_count, capsule_data_bytes, capsule_data_is_contiguous, capsule_dtype_equal. */

#endif
