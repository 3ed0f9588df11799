/* capsule_arrow.h: passes Arrow columns, tables and streams from one addon to another, without a
   copy: the Arrow C data interface in capsules, with the names of Python's Arrow PyCapsule
   interface. docs/arrow.md has the protocol for JavaScript and for implementations without this
   header.

   The producer fills in the structs of the Arrow specification, with their release callbacks, and
   seals them. Its JavaScript returns the two capsules from the method of the protocol:

     struct ArrowSchema schema;
     struct ArrowArray array;
     export_column(self, &schema, &array);
     napi_value pair = capsule_seal_arrow_pair(env, &schema, &array);
     if (pair == NULL) {
       if (schema.release != NULL) schema.release(&schema);
       if (array.release != NULL) array.release(&array);
     }

   A consumer requests the structs from any object that has the method, and releases them:

     struct ArrowSchema schema;
     struct ArrowArray array;
     if (!capsule_request_arrow_array(env, column, NULL, &schema, &array)) return NULL;
     if (strcmp(schema.format, "g") == 0 && array.null_count == 0)
       total = sum((const double *)array.buffers[1] + array.offset, (size_t)array.length);
     schema.release(&schema);
     array.release(&array);

   Rules, in addition to those of capsule.h

   Ownership.  Sealing moves a struct into the capsule: its `release` becomes NULL, and the capsule
               owns what it described. If sealing fails, nothing was moved, and `release` is still
               set. Taking moves the struct out again: the caller owns it, and calls `release` once.
               If nothing takes it, the capsule calls `release`, when the last JavaScript value and
               the last hold are gone.
   Once.       A capsule is consumed once. The second consumer is rejected, also if both take at the
               same time. Ask the producer for another pair.
   Threads.    A release callback runs on any thread, possibly after the environment that exported
               has ended. It calls no Node-API. Sealing pins the images of the callbacks, also those
               of children. What `private_data` refers to is for the producer to keep.
   Reading.    Only take a struct to read it: another consumer can move it out at any time. A
               consumer that finds a type it does not accept still releases schema and array. */
#ifndef CAPSULE_CAPSULE_ARROW_H
#define CAPSULE_CAPSULE_ARROW_H

#include "capsule.h"
#include "detail/arrow.h"

/* ---- Producers ----------------------------------------------------------------------------- */

/* Moves a struct of the Arrow C data interface into a capsule: 'arrow_schema', 'arrow_array' and so
   on.

   Returns    the capsule.
   Rejects    NULL; a struct that was released or moved, which has no release callback; a stream
              without one of its other callbacks; a callback whose image cannot be pinned. The
              caller then still owns the contents.
   Lifetime   until a consumer takes the struct, or as long as the capsule. */
static inline napi_value capsule_seal_arrow_schema(napi_env env, struct ArrowSchema *schema);

/* As capsule_seal_arrow_schema, for an array. */
static inline napi_value capsule_seal_arrow_array(napi_env env, struct ArrowArray *array);

/* As capsule_seal_arrow_schema, for a stream. */
static inline napi_value capsule_seal_arrow_array_stream(napi_env env,
                                                         struct ArrowArrayStream *stream);

/* As capsule_seal_arrow_schema, for an array of any device. */
static inline napi_value capsule_seal_arrow_device_array(napi_env env,
                                                         struct ArrowDeviceArray *array);

/* As capsule_seal_arrow_schema, for a stream of any device. */
static inline napi_value
capsule_seal_arrow_device_array_stream(napi_env env, struct ArrowDeviceArrayStream *stream);

/* Seals a schema and an array of it.

   Returns    an Array of both capsules, as the method `arrow.c.array` returns it.
   Rejects    what the functions above reject. What was not moved still has its release callback. */
static inline napi_value capsule_seal_arrow_pair(napi_env env, struct ArrowSchema *schema,
                                                 struct ArrowArray *array);

/* ---- Consumers ----------------------------------------------------------------------------- */

/* Takes the struct out of a capsule.

     value      the value that JavaScript passed.
     out        receives the struct. If this fails, its `release` is NULL.

   Returns    true, or false with an exception pending.
   Rejects    a value that is not a capsule with the name of this struct; a capsule that was
              consumed, by this function or by a consumer that only set `release` to NULL.
   Lifetime   the caller owns the struct, and calls its `release` once, on any thread. */
static inline bool capsule_take_arrow_schema(napi_env env, napi_value value,
                                             struct ArrowSchema *out);

/* As capsule_take_arrow_schema, for an array. */
static inline bool capsule_take_arrow_array(napi_env env, napi_value value, struct ArrowArray *out);

/* As capsule_take_arrow_schema, for a stream. */
static inline bool capsule_take_arrow_array_stream(napi_env env, napi_value value,
                                                   struct ArrowArrayStream *out);

/* As capsule_take_arrow_schema, for an array of any device. */
static inline bool capsule_take_arrow_device_array(napi_env env, napi_value value,
                                                   struct ArrowDeviceArray *out);

/* As capsule_take_arrow_schema, for a stream of any device. */
static inline bool capsule_take_arrow_device_array_stream(napi_env env, napi_value value,
                                                          struct ArrowDeviceArrayStream *out);

/* Calls the method `arrow.c.schema` of an object, and takes the schema that it returns.

     object     the value that JavaScript passed.

   Returns    true, or false with an exception pending. The `release` of the result is NULL then.
   Rejects    a value without the method, and a method that throws, or returns anything else than
              the capsules that it should. */
static inline bool capsule_request_arrow_schema(napi_env env, napi_value object,
                                                struct ArrowSchema *schema);

/* As capsule_request_arrow_schema, for the method `arrow.c.array`.

     requested   a capsule with the schema that the consumer prefers, which the producer may ignore;
                 NULL for none. */
static inline bool capsule_request_arrow_array(napi_env env, napi_value object,
                                               napi_value requested, struct ArrowSchema *schema,
                                               struct ArrowArray *array);

/* As capsule_request_arrow_array, for the method `arrow.c.stream`. */
static inline bool capsule_request_arrow_stream(napi_env env, napi_value object,
                                                napi_value requested,
                                                struct ArrowArrayStream *stream);

/* Whether the CPU can read the buffers of a device array now: they are in the memory of the host,
   and no event has to be awaited first. Thread: any. */
static inline bool capsule_arrow_is_on_host(const struct ArrowDeviceArray *array);

#endif
