/* seal.h: from a pointer to a JavaScript value. */
#ifndef CAPSULE_DETAIL_SEAL_H
#define CAPSULE_DETAIL_SEAL_H

static inline napi_value capsule_refuse_name(napi_env env, const char *verb, const char *name) {
  capsule_refusal refusal;
  capsule_doing(&refusal, verb, NULL);
  refusal.status = CAPSULE_NAME_UNUSABLE;
  capsule_say(&refusal.expected, "a name of 1 to 255 bytes of UTF-8 without control characters");
  if (name == NULL) capsule_say(&refusal.found, "NULL");
  else capsule_quote_name(&refusal.found, name);
  capsule_say(&refusal.advice, "Use the name of the package: '@scope/package'.");
  return capsule_throw(env, &refusal, NULL);
}

static inline napi_value capsule_refuse_null(napi_env env, capsule_refusal *refusal) {
  refusal->status = CAPSULE_POINTER_MISSING;
  capsule_say(&refusal->expected, "a pointer");
  capsule_say(&refusal->found, "NULL");
  return capsule_throw(env, refusal, NULL);
}

static inline napi_value capsule_refuse_pin(napi_env env, capsule_refusal *refusal,
                                            const char *what) {
  refusal->status = CAPSULE_NOT_PINNED;
  capsule_say(&refusal->expected, "%s in the static storage of an addon or a library", what);
  capsule_say(&refusal->found, "an address that cannot be kept in memory");
  capsule_say(&refusal->advice, "Declare it static, not on the heap or the stack.");
  return capsule_throw(env, refusal, NULL);
}

/* Tells the engine of memory that a value keeps alive: the sign is 1 or -1. Engines abort on sizes
   that no machine has, and a description may reach over more than it owns. */
static inline void capsule_tell_size(napi_env env, const capsule_envelope *envelope, int sign) {
  const size_t most = (size_t)1 << 30 << (sizeof(size_t) > 4 ? 12 : 0);
  int64_t total;
  if (envelope->kind != CAPSULE_DATA) return;
  const size_t span = capsule_data_span(envelope->data);
  napi_adjust_external_memory(env, sign * (int64_t)(span < most ? span : most), &total);
}

/* The engine collected the JavaScript value, or its environment is going away. */
static inline void capsule_finalize(napi_env env, void *data, void *hint) {
  capsule_envelope *envelope = (capsule_envelope *)data;
  (void)hint;
  capsule_tell_size(env, envelope, -1);
  capsule_drop(envelope);
}

/* Makes a JavaScript value that carries an envelope, and owns the count that the caller has made for
   it. Wrapping is the last step; where one fails, the count is the caller's still. */
static inline napi_status capsule_wrap(napi_env env, capsule_envelope *envelope,
                                       napi_value *object) {
  napi_status status = capsule_create_object(env, object);
  if (status == napi_ok) status = napi_wrap(env, *object, envelope, capsule_finalize, NULL, NULL);
  if (status == napi_ok) capsule_tell_size(env, envelope, 1);
  return status;
}

static inline napi_value capsule_refuse_memory(napi_env env, capsule_refusal *refusal) {
  refusal->status = CAPSULE_OUT_OF_MEMORY;
  capsule_say(&refusal->expected, "memory for an envelope");
  capsule_say(&refusal->found, "none");
  return capsule_throw(env, refusal, NULL);
}

/* Copies a text into the room behind an envelope. */
static inline const char *capsule_copy_text(char **room, const char *text, size_t length) {
  char *copy = *room;
  memcpy(copy, text, length);
  copy[length] = '\0';
  *room += length + 1;
  return copy;
}

/* What all kinds share: makes the envelope, in one piece with everything on it, then the object. */
static inline napi_value capsule_seal_envelope(napi_env env, const capsule_envelope *content,
                                               const void *image, capsule_refusal *refusal) {
  capsule_text file;
  capsule_clear(&file);
  /* The envelope is finalized, shown and freed by this addon's code, so that is pinned too. */
  if (!capsule_pin(capsule_code_address((capsule_function)capsule_destroy)))
    return capsule_refuse_pin(env, refusal, "code");
  capsule_say_file(&file, image);
  const capsule_data *data = content->data;
  const char *signature = content->signature == NULL ? "" : content->signature;
  const size_t name_length = strlen(content->name), signature_length = strlen(signature);
  const size_t shape_size = data == NULL ? 0 : (size_t)data->ndim * sizeof(int64_t);
  const size_t data_size = data == NULL ? 0 : sizeof(capsule_data) + 2 * shape_size;
  capsule_envelope *envelope =
      (capsule_envelope *)malloc(sizeof(capsule_envelope) + sizeof(capsule_tracked) + data_size +
                                 name_length + file.length + signature_length + 3);
  if (envelope == NULL) return capsule_refuse_memory(env, refusal);
  char *room = (char *)(capsule_tracked_of(envelope) + 1);
  *envelope = *content;
  envelope->magic = CAPSULE_MAGIC;
  envelope->abi = CAPSULE_ABI;
  envelope->size = sizeof(capsule_envelope);
  envelope->count = CAPSULE_HANDLE;
  envelope->destroy = capsule_destroy;
  if (data != NULL) {
    envelope->data = capsule_copy_data((void *)room, data);
    room += data_size;
  }
  envelope->name = capsule_copy_text(&room, content->name, name_length);
  envelope->file = capsule_copy_text(&room, file.bytes, file.length);
  if (content->signature != NULL)
    envelope->signature = capsule_copy_text(&room, signature, signature_length);

  napi_value object = NULL;
  const napi_status status = capsule_wrap(env, envelope, &object);
  if (status != napi_ok) {
    free(envelope);
    return capsule_throw_status(env, refusal, status);
  }
  capsule_track(envelope);
  capsule_trace("seal", envelope);
  return object;
}

static inline napi_value capsule_seal(napi_env env, const char *name, void *pointer, void *context,
                                      void (*destructor)(void *pointer, void *context)) {
  if (!capsule_name_is_usable(name)) return capsule_refuse_name(env, "Sealing", name);
  capsule_refusal refusal;
  capsule_doing(&refusal, "Sealing", name);
  const void *code = capsule_code_address((capsule_function)destructor);
  if (pointer == NULL) return capsule_refuse_null(env, &refusal);
  if (destructor != NULL && !capsule_pin(code))
    return capsule_refuse_pin(env, &refusal, "a destructor");
  capsule_pin(pointer); /* contents on the heap have no image, and need none */

  capsule_envelope content;
  memset(&content, 0, sizeof(content));
  content.kind = CAPSULE_POINTER;
  content.name = name;
  content.pointer = pointer;
  content.context = context;
  content.destructor = destructor;
  return capsule_seal_envelope(env, &content,
                               capsule_code_address((capsule_function)capsule_destroy), &refusal);
}

static inline napi_value capsule_seal_table(napi_env env, const capsule_contract *contract,
                                            const void *table) {
  if (contract == NULL || !capsule_name_is_usable(contract->name))
    return capsule_refuse_name(env, "Sealing", contract == NULL ? NULL : contract->name);
  capsule_refusal refusal;
  capsule_doing(&refusal, CAPSULE_SEALING_TABLE, contract->name);
  if (table == NULL) return capsule_refuse_null(env, &refusal);
  if (!capsule_contract_is_sound(contract, CAPSULE_PRODUCER, &refusal) ||
      !capsule_table_holds(table, contract, &refusal))
    return capsule_throw(env, &refusal, NULL);
  const char *variant = ((const capsule_table *)table)->variant;
  if (!capsule_pin(table)) return capsule_refuse_pin(env, &refusal, "a table");
  if (variant != NULL && !capsule_pin(variant))
    return capsule_refuse_pin(env, &refusal, "the name of a variant");
  if (!capsule_pin(contract)) return capsule_refuse_pin(env, &refusal, "a contract");
  if (contract->count > 0 && !capsule_pin(contract->entries))
    return capsule_refuse_pin(env, &refusal, "the entries of a contract");
  if (!capsule_pin(contract->name)) return capsule_refuse_pin(env, &refusal, "a contract's name");
  for (size_t i = 0; i < contract->count; i++) {
    const capsule_entry *entry = capsule_entry_at(contract, i);
    const capsule_function function = capsule_function_at(table, i);
    if (!capsule_pin(entry->name)) return capsule_refuse_pin(env, &refusal, "a function's name");
    if (!capsule_pin(entry->signature))
      return capsule_refuse_pin(env, &refusal, "a function's signature");
    if (function != NULL && !capsule_pin(capsule_code_address(function)))
      return capsule_refuse_pin(env, &refusal, entry->name);
  }

  capsule_envelope content;
  memset(&content, 0, sizeof(content));
  content.kind = CAPSULE_TABLE;
  content.name = contract->name;
  memcpy(&content.pointer, &table, sizeof(table)); /* constant, and never handed out otherwise */
  content.contract = contract;
  return capsule_seal_envelope(env, &content, table, &refusal);
}

#endif
