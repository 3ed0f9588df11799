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

/* What all kinds share: makes the envelope, then the object. Wrapping is the last step, and from
   then on the object owns the envelope; before it, nothing is left behind. */
static inline napi_value capsule_seal_envelope(napi_env env, const capsule_envelope *content,
                                               const void *image, capsule_refusal *refusal) {
  capsule_text file;
  capsule_clear(&file);
  napi_value object = NULL;
  /* The envelope is finalized, shown and freed by this addon's code, so that is pinned too. */
  if (!capsule_pin(capsule_code_address((capsule_function)capsule_destroy)))
    return capsule_refuse_pin(env, refusal, "code");
  capsule_say_file(&file, image);
  const size_t name_size = strlen(content->name) + 1, file_size = file.length + 1;
  capsule_envelope *envelope =
      (capsule_envelope *)malloc(sizeof(capsule_envelope) + name_size + file_size);
  if (envelope == NULL) {
    refusal->status = CAPSULE_OUT_OF_MEMORY;
    capsule_say(&refusal->expected, "memory for an envelope");
    capsule_say(&refusal->found, "none");
    return capsule_throw(env, refusal, NULL);
  }
  char *strings = (char *)(envelope + 1);
  *envelope = *content;
  envelope->magic = CAPSULE_MAGIC;
  envelope->abi = CAPSULE_ABI;
  envelope->size = sizeof(capsule_envelope);
  envelope->count = 1;
  envelope->destroy = capsule_destroy;
  envelope->name = (const char *)memcpy(strings, content->name, name_size);
  envelope->file = (const char *)memcpy(strings + name_size, file.bytes, file_size);

  napi_status status = capsule_create_object(env, &object);
  if (status == napi_ok) status = napi_wrap(env, object, envelope, capsule_finalize, NULL, NULL);
  if (status == napi_ok) return object;
  free(envelope);
  return capsule_throw_status(env, refusal, status);
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
  for (size_t i = 0; i < contract->count; i++) {
    const capsule_function function = capsule_function_at(table, i);
    if (function != NULL && !capsule_pin(capsule_code_address(function)))
      return capsule_refuse_pin(env, &refusal, capsule_entry_at(contract, i)->name);
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
