/* arrow.h: capsules that hold a struct of the Arrow C data interface. */
#ifndef CAPSULE_DETAIL_ARROW_H
#define CAPSULE_DETAIL_ARROW_H

#include "arrow_abi.h"
#include "open.h"
#include "seal.h"

/* ---- Destructors: call the release callback of what no consumer has taken -------------------- */

static inline void capsule_arrow_destroy_schema(void *pointer, void *context) {
  struct ArrowSchema *schema = (struct ArrowSchema *)pointer;
  (void)context;
  if (schema->release != NULL) schema->release(schema);
  free(schema);
}

static inline void capsule_arrow_destroy_array(void *pointer, void *context) {
  struct ArrowArray *array = (struct ArrowArray *)pointer;
  (void)context;
  if (array->release != NULL) array->release(array);
  free(array);
}

static inline void capsule_arrow_destroy_stream(void *pointer, void *context) {
  struct ArrowArrayStream *stream = (struct ArrowArrayStream *)pointer;
  (void)context;
  if (stream->release != NULL) stream->release(stream);
  free(stream);
}

static inline void capsule_arrow_destroy_device_array(void *pointer, void *context) {
  struct ArrowDeviceArray *array = (struct ArrowDeviceArray *)pointer;
  (void)context;
  if (array->array.release != NULL) array->array.release(&array->array);
  free(array);
}

static inline void capsule_arrow_destroy_device_stream(void *pointer, void *context) {
  struct ArrowDeviceArrayStream *stream = (struct ArrowDeviceArrayStream *)pointer;
  (void)context;
  if (stream->release != NULL) stream->release(stream);
  free(stream);
}

/* ---- The five kinds of struct ---------------------------------------------------------------- */

/* What the functions below need to know of a struct. `callbacks` are the offsets of all function
   pointers, that of `release` first. */
typedef struct capsule_arrow_kind {
  const char *name;   /* of the capsule */
  const char *type;   /* of the struct, with its article */
  const char *source; /* where a consumer gets such a capsule */
  size_t size;
  size_t count;
  size_t callbacks[4];
  void (*destroy)(void *pointer, void *context);
} capsule_arrow_kind;

#define CAPSULE_ARROW_STREAM_CALLBACKS(type)                                                       \
  4, {                                                                                             \
    offsetof(type, release), offsetof(type, get_schema), offsetof(type, get_next),                 \
        offsetof(type, get_last_error)                                                             \
  }

static const capsule_arrow_kind capsule_arrow_schema = {
    "arrow_schema",
    "an ArrowSchema",
    "the result of [Symbol.for('arrow.c.schema')](), or the first of "
    "[Symbol.for('arrow.c.array')]()",
    sizeof(struct ArrowSchema),
    1,
    {offsetof(struct ArrowSchema, release), 0, 0, 0},
    capsule_arrow_destroy_schema};

static const capsule_arrow_kind capsule_arrow_array = {
    "arrow_array",
    "an ArrowArray",
    "the second result of [Symbol.for('arrow.c.array')]()",
    sizeof(struct ArrowArray),
    1,
    {offsetof(struct ArrowArray, release), 0, 0, 0},
    capsule_arrow_destroy_array};

static const capsule_arrow_kind capsule_arrow_array_stream = {
    "arrow_array_stream",
    "an ArrowArrayStream",
    "the result of [Symbol.for('arrow.c.stream')]()",
    sizeof(struct ArrowArrayStream),
    CAPSULE_ARROW_STREAM_CALLBACKS(struct ArrowArrayStream),
    capsule_arrow_destroy_stream};

static const capsule_arrow_kind capsule_arrow_device_array = {
    "arrow_device_array",
    "an ArrowDeviceArray",
    "the second result of [Symbol.for('arrow.c.device_array')]()",
    sizeof(struct ArrowDeviceArray),
    1,
    {offsetof(struct ArrowDeviceArray, array.release), 0, 0, 0},
    capsule_arrow_destroy_device_array};

static const capsule_arrow_kind capsule_arrow_device_array_stream = {
    "arrow_device_array_stream",
    "an ArrowDeviceArrayStream",
    "the result of [Symbol.for('arrow.c.device_stream')]()",
    sizeof(struct ArrowDeviceArrayStream),
    CAPSULE_ARROW_STREAM_CALLBACKS(struct ArrowDeviceArrayStream),
    capsule_arrow_destroy_device_stream};

/* A callback of a struct. All function pointers have the same size. */
static inline capsule_function capsule_arrow_callback(const capsule_arrow_kind *kind,
                                                      const void *structure, size_t index) {
  capsule_function function;
  memcpy(&function, (const char *)structure + kind->callbacks[index], sizeof(function));
  return function;
}

static inline bool capsule_arrow_is_released(const capsule_arrow_kind *kind,
                                             const void *structure) {
  return capsule_arrow_callback(kind, structure, 0) == NULL;
}

/* Moves a struct, as the specification defines it: a copy of the bytes, and a source without a
   release callback. */
static inline void capsule_arrow_move(const capsule_arrow_kind *kind, void *from, void *to) {
  const capsule_function none = NULL;
  memcpy(to, from, kind->size);
  memcpy((char *)from + kind->callbacks[0], &none, sizeof(none));
}

/* ---- Sealing --------------------------------------------------------------------------------- */

enum { CAPSULE_ARROW_MAX_DEPTH = 64 };

/* Pins the images of the release callbacks of children and dictionaries, which the release callback
   of their parent calls. Most have the one of their parent, which is pinned already. */
static inline bool capsule_arrow_pin_schema(const struct ArrowSchema *schema,
                                            void (*pinned)(struct ArrowSchema *), int depth) {
  if (schema == NULL || schema->release == NULL || depth == CAPSULE_ARROW_MAX_DEPTH) return true;
  if (schema->release != pinned &&
      !capsule_pin(capsule_code_address((capsule_function)schema->release)))
    return false;
  for (int64_t i = 0; schema->children != NULL && i < schema->n_children; i++)
    if (!capsule_arrow_pin_schema(schema->children[i], schema->release, depth + 1)) return false;
  return capsule_arrow_pin_schema(schema->dictionary, schema->release, depth + 1);
}

static inline bool capsule_arrow_pin_array(const struct ArrowArray *array,
                                           void (*pinned)(struct ArrowArray *), int depth) {
  if (array == NULL || array->release == NULL || depth == CAPSULE_ARROW_MAX_DEPTH) return true;
  if (array->release != pinned &&
      !capsule_pin(capsule_code_address((capsule_function)array->release)))
    return false;
  for (int64_t i = 0; array->children != NULL && i < array->n_children; i++)
    if (!capsule_arrow_pin_array(array->children[i], array->release, depth + 1)) return false;
  return capsule_arrow_pin_array(array->dictionary, array->release, depth + 1);
}

/* Pins the images of all callbacks of a struct. */
static inline bool capsule_arrow_pin(const capsule_arrow_kind *kind, const void *structure) {
  for (size_t i = 0; i < kind->count; i++)
    if (!capsule_pin(capsule_code_address(capsule_arrow_callback(kind, structure, i))))
      return false;
  if (kind == &capsule_arrow_schema) {
    const struct ArrowSchema *schema = (const struct ArrowSchema *)structure;
    return capsule_arrow_pin_schema(schema, schema->release, 0);
  }
  if (kind == &capsule_arrow_array || kind == &capsule_arrow_device_array) {
    /* The array is the first member of a device array. */
    const struct ArrowArray *array = (const struct ArrowArray *)structure;
    return capsule_arrow_pin_array(array, array->release, 0);
  }
  return true;
}

static inline bool capsule_arrow_is_complete(const capsule_arrow_kind *kind, const void *structure,
                                             capsule_refusal *refusal) {
  static const char *const names[] = {"release", "get_schema", "get_next", "get_last_error"};
  if (structure == NULL) {
    capsule_refusal_set(refusal, CAPSULE_POINTER_MISSING, kind->type, "NULL", "");
    return false;
  }
  for (size_t i = 0; i < kind->count; i++) {
    if (capsule_arrow_callback(kind, structure, i) != NULL) continue;
    capsule_append(&refusal->expected, "%s with all callbacks", kind->type);
    capsule_append(&refusal->found, "one without %s", names[i]);
    capsule_refusal_set(refusal, CAPSULE_DATA_UNSOUND, "", "",
                        i == 0 ? "It was released or moved, or never filled in." : "");
    return false;
  }
  return true;
}

static inline napi_value capsule_arrow_seal(napi_env env, const capsule_arrow_kind *kind,
                                            void *structure) {
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Sealing", kind->name);
  if (!capsule_arrow_is_complete(kind, structure, &refusal))
    return capsule_throw(env, &refusal, NULL);
  if (!capsule_arrow_pin(kind, structure))
    return capsule_throw_not_pinned(env, &refusal, "callbacks");
  void *copy = malloc(kind->size);
  if (copy == NULL) {
    capsule_refusal_set(&refusal, CAPSULE_OUT_OF_MEMORY, "memory for a struct", "none", "");
    return capsule_throw(env, &refusal, NULL);
  }
  memcpy(copy, structure, kind->size);
  napi_value capsule = capsule_seal(env, kind->name, copy, NULL, kind->destroy);
  if (capsule == NULL) free(copy);
  else capsule_arrow_move(kind, structure, copy);
  return capsule;
}

static inline napi_value capsule_seal_arrow_schema(napi_env env, struct ArrowSchema *schema) {
  return capsule_arrow_seal(env, &capsule_arrow_schema, schema);
}

static inline napi_value capsule_seal_arrow_array(napi_env env, struct ArrowArray *array) {
  return capsule_arrow_seal(env, &capsule_arrow_array, array);
}

static inline napi_value capsule_seal_arrow_array_stream(napi_env env,
                                                         struct ArrowArrayStream *stream) {
  return capsule_arrow_seal(env, &capsule_arrow_array_stream, stream);
}

static inline napi_value capsule_seal_arrow_device_array(napi_env env,
                                                         struct ArrowDeviceArray *array) {
  return capsule_arrow_seal(env, &capsule_arrow_device_array, array);
}

static inline napi_value
capsule_seal_arrow_device_array_stream(napi_env env, struct ArrowDeviceArrayStream *stream) {
  return capsule_arrow_seal(env, &capsule_arrow_device_array_stream, stream);
}

static inline napi_value capsule_seal_arrow_pair(napi_env env, struct ArrowSchema *schema,
                                                 struct ArrowArray *array) {
  napi_value capsules[2], pair;
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Sealing", capsule_arrow_array.name);
  capsules[0] = capsule_seal_arrow_schema(env, schema);
  capsules[1] = capsules[0] == NULL ? NULL : capsule_seal_arrow_array(env, array);
  if (capsules[1] == NULL) return NULL;
  napi_status status = napi_create_array_with_length(env, 2, &pair);
  if (status == napi_ok) {
    const napi_property_descriptor elements[] = {capsule_property("0", capsules[0]),
                                                 capsule_property("1", capsules[1])};
    status = napi_define_properties(env, pair, 2, elements);
  }
  return status == napi_ok ? pair : capsule_throw_status(env, &refusal, status);
}

/* ---- Taking ---------------------------------------------------------------------------------- */

/* Takes the envelope of a capsule of this kind. Returns NULL with the refusal filled in. */
static inline capsule_envelope *capsule_arrow_take_envelope(napi_env env, napi_value value,
                                                            const capsule_arrow_kind *kind,
                                                            capsule_refusal *refusal) {
  /* Opened by any name: the names of Arrow are no packages, which the message would advise. */
  capsule_envelope *envelope = capsule_open_kind(env, value, NULL, CAPSULE_POINTER, refusal);
  if (envelope != NULL && strcmp(envelope->name, kind->name) != 0) {
    refusal->status = CAPSULE_NAME_MISMATCH;
    capsule_append(&refusal->expected, "a capsule named ");
    capsule_append_name(&refusal->expected, kind->name);
    capsule_append(&refusal->found, "one named ");
    capsule_append_name(&refusal->found, envelope->name);
    capsule_release(envelope);
    envelope = NULL;
  }
  refusal->name = kind->name;
  if (envelope != NULL && capsule_change_state(envelope, CAPSULE_STATE_TAKEN, refusal))
    return envelope;
  if (refusal->status == CAPSULE_TAKEN)
    capsule_append(&refusal->advice, " An Arrow capsule is consumed once.");
  else if (refusal->advice.length == 0) capsule_append(&refusal->advice, "Pass %s.", kind->source);
  return NULL;
}

static inline bool capsule_arrow_take(napi_env env, napi_value value,
                                      const capsule_arrow_kind *kind, void *out) {
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Taking", kind->name);
  memset(out, 0, kind->size);
  capsule_envelope *envelope = capsule_arrow_take_envelope(env, value, kind, &refusal);
  if (envelope != NULL && !capsule_arrow_is_released(kind, envelope->pointer)) {
    capsule_arrow_move(kind, envelope->pointer, out);
    capsule_release(envelope);
    return true;
  }
  if (envelope != NULL) {
    capsule_refusal_set(&refusal, CAPSULE_TAKEN, kind->type, "one that was released or moved out",
                        "Ask its producer for another one. An Arrow capsule is consumed once.");
    capsule_release(envelope);
  }
  capsule_throw(env, &refusal, NULL);
  return false;
}

static inline bool capsule_take_arrow_schema(napi_env env, napi_value value,
                                             struct ArrowSchema *out) {
  return capsule_arrow_take(env, value, &capsule_arrow_schema, out);
}

static inline bool capsule_take_arrow_array(napi_env env, napi_value value,
                                            struct ArrowArray *out) {
  return capsule_arrow_take(env, value, &capsule_arrow_array, out);
}

static inline bool capsule_take_arrow_array_stream(napi_env env, napi_value value,
                                                   struct ArrowArrayStream *out) {
  return capsule_arrow_take(env, value, &capsule_arrow_array_stream, out);
}

static inline bool capsule_take_arrow_device_array(napi_env env, napi_value value,
                                                   struct ArrowDeviceArray *out) {
  return capsule_arrow_take(env, value, &capsule_arrow_device_array, out);
}

static inline bool capsule_take_arrow_device_array_stream(napi_env env, napi_value value,
                                                          struct ArrowDeviceArrayStream *out) {
  return capsule_arrow_take(env, value, &capsule_arrow_device_array_stream, out);
}

/* ---- The protocol ---------------------------------------------------------------------------- */

/* Calls object[Symbol.for(key)](requested). Returns false with an exception pending. */
static inline bool capsule_arrow_call(napi_env env, napi_value object, const char *key,
                                      napi_value requested, napi_value *result) {
  capsule_refusal refusal;
  napi_value symbol, method;
  napi_valuetype type = napi_undefined;
  capsule_refusal_init(&refusal, "Requesting Arrow data", NULL);
  napi_status status = napi_typeof(env, object, &type);
  if (status == napi_ok && (type == napi_object || type == napi_function)) {
    status = node_api_symbol_for(env, key, NAPI_AUTO_LENGTH, &symbol);
    if (status == napi_ok) status = napi_get_property(env, object, symbol, &method);
    if (status == napi_ok) status = napi_typeof(env, method, &type);
  }
  if (status == napi_ok && type == napi_function) {
    const size_t count = requested == NULL ? 0 : 1;
    status = napi_call_function(env, object, method, count, &requested, result);
    if (status == napi_ok) return true;
  }
  if (status != napi_ok) {
    capsule_throw_status(env, &refusal, status);
    return false;
  }
  refusal.status = CAPSULE_NOT_A_CAPSULE;
  capsule_append(&refusal.expected, "an object with the method [Symbol.for('%s')]", key);
  capsule_describe_value(env, object, NULL, false, &refusal.found, &refusal.advice);
  capsule_text_clear(&refusal.advice);
  capsule_throw(env, &refusal, NULL);
  return false;
}

static inline bool capsule_request_arrow_schema(napi_env env, napi_value object,
                                                struct ArrowSchema *schema) {
  napi_value result;
  memset(schema, 0, sizeof(*schema));
  return capsule_arrow_call(env, object, "arrow.c.schema", NULL, &result) &&
         capsule_take_arrow_schema(env, result, schema);
}

/* Reads the Array that `arrow.c.array` has returned. */
static inline bool capsule_arrow_read_pair(napi_env env, napi_value pair, napi_value capsules[2]) {
  capsule_refusal refusal;
  uint32_t length = 0;
  bool is_array = false;
  capsule_refusal_init(&refusal, "Requesting Arrow data", NULL);
  napi_status status = napi_is_array(env, pair, &is_array);
  if (status == napi_ok && is_array) status = napi_get_array_length(env, pair, &length);
  for (uint32_t i = 0; i < 2 && length == 2 && status == napi_ok; i++)
    status = napi_get_element(env, pair, i, &capsules[i]);
  if (status == napi_ok && length == 2) return true;
  if (status != napi_ok) {
    capsule_throw_status(env, &refusal, status);
    return false;
  }
  capsule_refusal_set(&refusal, CAPSULE_NOT_A_CAPSULE,
                      "[Symbol.for('arrow.c.array')]() to return [schema capsule, array capsule]",
                      "", "");
  if (is_array) capsule_append(&refusal.found, "an Array of %u elements", (unsigned)length);
  else capsule_describe_value(env, pair, NULL, false, &refusal.found, &refusal.advice);
  capsule_text_clear(&refusal.advice);
  capsule_throw(env, &refusal, NULL);
  return false;
}

static inline bool capsule_request_arrow_array(napi_env env, napi_value object,
                                               napi_value requested, struct ArrowSchema *schema,
                                               struct ArrowArray *array) {
  napi_value pair, capsules[2];
  memset(schema, 0, sizeof(*schema));
  memset(array, 0, sizeof(*array));
  if (!capsule_arrow_call(env, object, "arrow.c.array", requested, &pair) ||
      !capsule_arrow_read_pair(env, pair, capsules) ||
      !capsule_take_arrow_schema(env, capsules[0], schema))
    return false;
  if (capsule_take_arrow_array(env, capsules[1], array)) return true;
  schema->release(schema);
  schema->release = NULL;
  return false;
}

static inline bool capsule_request_arrow_stream(napi_env env, napi_value object,
                                                napi_value requested,
                                                struct ArrowArrayStream *stream) {
  napi_value result;
  memset(stream, 0, sizeof(*stream));
  return capsule_arrow_call(env, object, "arrow.c.stream", requested, &result) &&
         capsule_take_arrow_array_stream(env, result, stream);
}

static inline bool capsule_arrow_is_on_host(const struct ArrowDeviceArray *array) {
  return array->sync_event == NULL &&
         (array->device_type == ARROW_DEVICE_CPU || array->device_type == ARROW_DEVICE_CUDA_HOST ||
          array->device_type == ARROW_DEVICE_ROCM_HOST);
}

#endif
