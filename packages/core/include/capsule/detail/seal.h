/* seal.h: from a pointer to a JavaScript value. */
#ifndef CAPSULE_DETAIL_SEAL_H
#define CAPSULE_DETAIL_SEAL_H

#include "gate.h"

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

static inline napi_value capsule_refuse_memory(napi_env env, capsule_refusal *refusal) {
  refusal->status = CAPSULE_OUT_OF_MEMORY;
  capsule_say(&refusal->expected, "memory for an envelope");
  capsule_say(&refusal->found, "none");
  return capsule_throw(env, refusal, NULL);
}

/* The inspect method. It is called with any `this`, and then it says so instead of throwing: a
   console.log must not fail. */
static inline napi_value capsule_show(napi_env env, napi_callback_info info) {
  napi_value self = NULL, result = NULL;
  capsule_text text;
  capsule_clear(&text);
  if (napi_get_cb_info(env, info, NULL, NULL, &self, NULL) != napi_ok) return NULL;
  const capsule_passage passage = capsule_gate(env, self);
  if (passage.status == CAPSULE_OK) capsule_say_label(&text, passage.envelope);
  else capsule_say(&text, "[Not a capsule]");
  return napi_create_string_utf8(env, text.bytes, text.length, &result) == napi_ok ? result : NULL;
}

/* A frozen, tagged object with an inspect method, under the symbols of Node and Bun, and of
   Deno. */
static inline napi_status capsule_create_object(napi_env env, napi_value *object) {
  static const char *const symbols[] = {"nodejs.util.inspect.custom", "Deno.customInspect"};
  napi_property_descriptor properties[2];
  napi_value show = NULL;
  napi_status status = napi_create_object(env, object);
  if (status == napi_ok)
    status = napi_create_function(env, "show", NAPI_AUTO_LENGTH, capsule_show, NULL, &show);
  memset(properties, 0, sizeof(properties));
  for (int i = 0; i < 2 && status == napi_ok; i++) {
    status = node_api_symbol_for(env, symbols[i], NAPI_AUTO_LENGTH, &properties[i].name);
    properties[i].value = show;
  }
  if (status == napi_ok) status = napi_define_properties(env, *object, 2, properties);
  if (status == napi_ok) status = napi_type_tag_object(env, *object, &capsule_tag);
  if (status == napi_ok) status = napi_object_freeze(env, *object);
  return status;
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

static inline napi_value capsule_seal_function(napi_env env, const char *name,
                                               const char *signature, capsule_function function,
                                               void *context,
                                               void (*destructor)(void *pointer, void *context)) {
  if (!capsule_name_is_usable(name)) return capsule_refuse_name(env, "Sealing", name);
  capsule_refusal refusal;
  capsule_doing(&refusal, "Sealing", name);
  if (function == NULL) {
    refusal.status = CAPSULE_POINTER_MISSING;
    capsule_say(&refusal.expected, "a function");
    capsule_say(&refusal.found, "NULL");
    return capsule_throw(env, &refusal, NULL);
  }
  if (!capsule_is_signature(signature)) {
    refusal.status = CAPSULE_SIGNATURE_UNSOUND;
    capsule_say(&refusal.expected, "a signature like f64(f64,*void)");
    if (signature == NULL) capsule_say(&refusal.found, "NULL");
    else capsule_quote_name(&refusal.found, signature);
    capsule_say(&refusal.advice, "Write types as contracts do: f64, i32, usize, *f64, *void.");
    return capsule_throw(env, &refusal, NULL);
  }
  const void *code = capsule_code_address(function);
  if (!capsule_pin(code)) return capsule_refuse_pin(env, &refusal, "a function");
  if (destructor != NULL && !capsule_pin(capsule_code_address((capsule_function)destructor)))
    return capsule_refuse_pin(env, &refusal, "a destructor");

  capsule_envelope content;
  memset(&content, 0, sizeof(content));
  content.kind = CAPSULE_FUNCTION;
  content.name = name;
  memcpy(&content.pointer, &function, sizeof(function));
  content.context = context;
  content.destructor = destructor;
  content.signature = signature;
  return capsule_seal_envelope(env, &content, code, &refusal);
}

static inline napi_value capsule_seal_data(napi_env env, const char *name, const capsule_data *data,
                                           void *context,
                                           void (*destructor)(void *pointer, void *context)) {
  if (!capsule_name_is_usable(name)) return capsule_refuse_name(env, "Sealing", name);
  capsule_refusal refusal;
  capsule_doing(&refusal, "Sealing", name);
  const char *fault = capsule_data_fault(data);
  if (fault != NULL) {
    refusal.status = CAPSULE_DATA_UNSOUND;
    capsule_say(&refusal.expected, "a description of data that can be in memory");
    capsule_say(&refusal.found, "%s", fault);
    return capsule_throw(env, &refusal, NULL);
  }
  if (destructor != NULL && !capsule_pin(capsule_code_address((capsule_function)destructor)))
    return capsule_refuse_pin(env, &refusal, "a destructor");
  if (data->data != NULL) capsule_pin(data->data); /* memory on the heap has no image */

  capsule_envelope content;
  memset(&content, 0, sizeof(content));
  content.kind = CAPSULE_DATA;
  content.name = name;
  content.pointer = data->data;
  content.context = context;
  content.destructor = destructor;
  content.data = data;
  return capsule_seal_envelope(env, &content,
                               capsule_code_address((capsule_function)capsule_destroy), &refusal);
}

static inline napi_value capsule_carry(napi_env env, capsule_envelope *envelope) {
  capsule_refusal refusal;
  napi_value object = NULL;
  capsule_doing(&refusal, "Carrying", envelope->name);
  if (!capsule_state_fits(capsule_state_of(&envelope->state), &refusal))
    return capsule_throw(env, &refusal, NULL);
  capsule_count_add(&envelope->count, (int64_t)CAPSULE_HANDLE);
  const napi_status status = capsule_wrap(env, envelope, &object);
  if (status == napi_ok) {
    capsule_trace("carry", envelope);
    return object;
  }
  capsule_drop(envelope);
  return capsule_throw_status(env, &refusal, status);
}

#endif
