/* seal.h: creates envelopes of every kind. value.h makes the JavaScript objects that carry them. */
#ifndef CAPSULE_DETAIL_SEAL_H
#define CAPSULE_DETAIL_SEAL_H

#include "value.h"

static inline napi_value capsule_throw_not_pinned(napi_env env, capsule_refusal *refusal,
                                                  const char *what) {
  const size_t length = strlen(what); /* gcc warns of a limit that a literal does not have */
  capsule_append_escaped(&refusal->expected, what, length < 64 ? length : 64);
  capsule_refusal_set(refusal, CAPSULE_NOT_PINNED,
                      " in the static storage of an addon or a library",
                      "an address that cannot be kept in memory",
                      "Declare it static, not on the heap or the stack.");
  return capsule_throw(env, refusal, NULL);
}

/* Copies a string to the cursor, and moves the cursor past it. */
static inline const char *capsule_copy_text(char **cursor, const char *text, size_t length) {
  char *copy = *cursor;
  memcpy(copy, text, length);
  copy[length] = '\0';
  *cursor += length + 1;
  return copy;
}

/* Makes an envelope of any kind, in one allocation with its label, and the object that carries it.
   Pins the destructor, and this addon, whose code finalizes, inspects and frees the envelope.
   The label has the path of the image that contains the table or function; for other kinds, that of
   this addon. */
static inline napi_value capsule_seal_envelope(napi_env env, const capsule_envelope *draft,
                                               capsule_refusal *refusal) {
  const void *this_addon = capsule_code_address((capsule_function)capsule_destroy);
  const bool has_image = draft->kind == CAPSULE_TABLE || draft->kind == CAPSULE_FUNCTION;
  char file[CAPSULE_PATH_SIZE];
  if (draft->destructor != NULL &&
      !capsule_pin(capsule_code_address((capsule_function)draft->destructor)))
    return capsule_throw_not_pinned(env, refusal, "a destructor");
  if (!capsule_require_pin(refusal)) return capsule_throw(env, refusal, NULL);
  capsule_image_path(has_image ? draft->pointer : this_addon, file, sizeof(file));
  const capsule_data *data = draft->data;
  const char *signature = draft->signature == NULL ? "" : draft->signature;
  const size_t name_length = strlen(draft->name), signature_length = strlen(signature);
  const size_t file_length = strlen(file);
  const size_t shape_size = data == NULL ? 0 : (size_t)data->ndim * sizeof(int64_t);
  const size_t data_size = data == NULL ? 0 : sizeof(capsule_data) + 2 * shape_size;
  capsule_envelope *envelope =
      (capsule_envelope *)malloc(sizeof(capsule_envelope) + sizeof(capsule_tracked) + data_size +
                                 name_length + file_length + signature_length + 3);
  if (envelope == NULL) {
    capsule_refusal_set(refusal, CAPSULE_OUT_OF_MEMORY, "memory for an envelope", "none", "");
    return capsule_throw(env, refusal, NULL);
  }
  char *cursor = (char *)(capsule_tracked_of(envelope) + 1);
  *envelope = *draft;
  envelope->magic = CAPSULE_MAGIC;
  envelope->abi = CAPSULE_ABI;
  envelope->size = sizeof(capsule_envelope);
  envelope->count = CAPSULE_HANDLE;
  envelope->destroy = capsule_destroy;
  if (data != NULL) {
    envelope->data = capsule_copy_data((void *)cursor, data);
    cursor += data_size;
  }
  envelope->name = capsule_copy_text(&cursor, draft->name, name_length);
  envelope->file = capsule_copy_text(&cursor, file, file_length);
  if (draft->signature != NULL)
    envelope->signature = capsule_copy_text(&cursor, signature, signature_length);

  napi_value object = NULL;
  const napi_status status = capsule_wrap(env, envelope, true, &object);
  if (status != napi_ok) {
    free(envelope);
    return capsule_throw_status(env, refusal, status);
  }
  capsule_track(envelope);
  capsule_trace("seal", envelope);
  return object;
}

/* Returns an unfinished envelope: capsule_seal_envelope copies it and sets the other members. */
static inline capsule_envelope
capsule_envelope_draft(enum capsule_kind kind, const char *name, void *context,
                       void (*destructor)(void *pointer, void *context)) {
  capsule_envelope draft;
  memset(&draft, 0, sizeof(draft));
  draft.kind = (uint32_t)kind;
  draft.name = name;
  draft.context = context;
  draft.destructor = destructor;
  return draft;
}

static inline napi_value capsule_seal_sized(napi_env env, const char *name, void *pointer,
                                            size_t bytes, void *context,
                                            void (*destructor)(void *pointer, void *context)) {
  if (!capsule_name_is_valid(name)) return capsule_throw_invalid_name(env, "Sealing", name);
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Sealing", name);
  if (pointer == NULL) {
    capsule_refusal_set(&refusal, CAPSULE_POINTER_MISSING, "a pointer", "NULL", "");
    return capsule_throw(env, &refusal, NULL);
  }
  capsule_pin(pointer); /* fails for contents on the heap, which need no pin */

  capsule_envelope draft = capsule_envelope_draft(CAPSULE_POINTER, name, context, destructor);
  draft.pointer = pointer;
  draft.bytes = bytes;
  return capsule_seal_envelope(env, &draft, &refusal);
}

static inline napi_value capsule_seal(napi_env env, const char *name, void *pointer, void *context,
                                      void (*destructor)(void *pointer, void *context)) {
  return capsule_seal_sized(env, name, pointer, 0, context, destructor);
}

/* Pins a table and all that it refers to. Returns NULL, or what cannot be pinned. */
static inline const char *capsule_pin_table(const capsule_contract *contract, const void *table) {
  const char *variant = ((const capsule_table *)table)->variant;
  if (!capsule_pin(table)) return "a table";
  if (variant != NULL && !capsule_pin(variant)) return "the name of a variant";
  if (!capsule_pin(contract)) return "a contract";
  if (contract->count > 0 && !capsule_pin(contract->entries)) return "the entries of a contract";
  if (!capsule_pin(contract->name)) return "a contract's name";
  for (size_t i = 0; i < contract->count; i++) {
    const capsule_entry *entry = capsule_entry_at(contract, i);
    const capsule_function function = capsule_function_at(table, i);
    if (!capsule_pin(entry->name)) return "a function's name";
    if (!capsule_pin(entry->signature)) return "a function's signature";
    if (function != NULL && !capsule_pin(capsule_code_address(function))) return entry->name;
  }
  return NULL;
}

static inline napi_value capsule_seal_table(napi_env env, const capsule_contract *contract,
                                            const void *table) {
  if (contract == NULL || !capsule_name_is_valid(contract->name))
    return capsule_throw_invalid_name(env, "Sealing", contract == NULL ? NULL : contract->name);
  capsule_refusal refusal;
  /* "Sealing", with the marker for `capsule doctor` */
  capsule_refusal_init(&refusal, CAPSULE_SEALING_TABLE, contract->name);
  if (table == NULL)
    capsule_refusal_set(&refusal, CAPSULE_POINTER_MISSING, "a pointer", "NULL", "");
  if (table == NULL || !capsule_contract_is_valid(contract, CAPSULE_PRODUCER, &refusal) ||
      !capsule_table_is_complete(table, contract, &refusal))
    return capsule_throw(env, &refusal, NULL);
  const char *unpinned = capsule_pin_table(contract, table);
  if (unpinned != NULL) return capsule_throw_not_pinned(env, &refusal, unpinned);
  capsule_envelope draft = capsule_envelope_draft(CAPSULE_TABLE, contract->name, NULL, NULL);
  memcpy(&draft.pointer, &table, sizeof(table)); /* opening returns it as const again */
  draft.contract = contract;
  return capsule_seal_envelope(env, &draft, &refusal);
}

static inline napi_value
capsule_seal_function_sized(napi_env env, const char *name, const char *signature,
                            capsule_function function, void *context, size_t bytes,
                            void (*destructor)(void *pointer, void *context)) {
  if (!capsule_name_is_valid(name)) return capsule_throw_invalid_name(env, "Sealing", name);
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Sealing", name);
  if (function == NULL) {
    capsule_refusal_set(&refusal, CAPSULE_POINTER_MISSING, "a function", "NULL", "");
    return capsule_throw(env, &refusal, NULL);
  }
  if (!capsule_signature_is_valid(signature)) {
    capsule_refusal_set(&refusal, CAPSULE_SIGNATURE_UNSOUND, "a signature like f64(f64,*void)",
                        signature == NULL ? "NULL" : "",
                        "Write types as contracts do: f64, i32, usize, *f64, *void.");
    if (signature != NULL) capsule_append_name(&refusal.found, signature);
    return capsule_throw(env, &refusal, NULL);
  }
  if (!capsule_pin(capsule_code_address(function)))
    return capsule_throw_not_pinned(env, &refusal, "a function");

  capsule_envelope draft = capsule_envelope_draft(CAPSULE_FUNCTION, name, context, destructor);
  memcpy(&draft.pointer, &function, sizeof(function));
  draft.signature = signature;
  draft.bytes = bytes;
  return capsule_seal_envelope(env, &draft, &refusal);
}

static inline napi_value capsule_seal_function(napi_env env, const char *name,
                                               const char *signature, capsule_function function,
                                               void *context,
                                               void (*destructor)(void *pointer, void *context)) {
  return capsule_seal_function_sized(env, name, signature, function, context, 0, destructor);
}

static inline napi_value capsule_seal_data(napi_env env, const char *name, const capsule_data *data,
                                           void *context,
                                           void (*destructor)(void *pointer, void *context)) {
  if (!capsule_name_is_valid(name)) return capsule_throw_invalid_name(env, "Sealing", name);
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Sealing", name);
  const char *fault = capsule_data_fault(data);
  if (fault != NULL) {
    capsule_refusal_set(&refusal, CAPSULE_DATA_UNSOUND,
                        "a description of data that can be in memory", fault, "");
    return capsule_throw(env, &refusal, NULL);
  }
  if (data->data != NULL)
    capsule_pin(data->data); /* fails for memory on the heap, which needs no pin */

  capsule_envelope draft = capsule_envelope_draft(CAPSULE_DATA, name, context, destructor);
  draft.pointer = data->data;
  draft.data = data;
  return capsule_seal_envelope(env, &draft, &refusal);
}

static inline napi_value capsule_carry(napi_env env, capsule_envelope *envelope) {
  capsule_refusal refusal;
  napi_value object = NULL;
  capsule_refusal_init(&refusal, "Carrying", envelope->name);
  if (!capsule_require_live(capsule_state_of(envelope), &refusal) || !capsule_require_pin(&refusal))
    return capsule_throw(env, &refusal, NULL);
  capsule_atomic_add(&envelope->count, (int64_t)CAPSULE_HANDLE);
  const napi_status status = capsule_wrap(env, envelope, false, &object);
  if (status == napi_ok) {
    capsule_trace("carry", envelope);
    return object;
  }
  capsule_release_value(envelope);
  return capsule_throw_status(env, &refusal, status);
}

#endif
