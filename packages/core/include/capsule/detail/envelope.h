/* envelope.h: the life of an envelope, and how to read the tables inside. No Node-API here but the
   shape of a finalizer. */
#ifndef CAPSULE_DETAIL_ENVELOPE_H
#define CAPSULE_DETAIL_ENVELOPE_H

static inline void capsule_hold(capsule_envelope *envelope) {
  capsule_count_add(&envelope->count, 1);
}

static inline void capsule_release(capsule_envelope *envelope) {
  if (envelope != NULL && capsule_count_add(&envelope->count, -1) == 0) envelope->destroy(envelope);
}

static inline void capsule_destroy(capsule_envelope *envelope) {
  if (envelope->destructor != NULL) envelope->destructor(envelope->pointer, envelope->context);
  free(envelope);
}

/* The engine collected the JavaScript value, or its environment is going away: its hold ends. */
static inline void capsule_finalize(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  capsule_release((capsule_envelope *)data);
}

/* The i-th entry of a contract, whose author may have compiled larger entries than ours. */
static inline const capsule_entry *capsule_entry_at(const capsule_contract *contract, size_t i) {
  return (const capsule_entry *)((const char *)contract->entries + i * contract->entry_size);
}

/* The i-th function of a table. */
static inline capsule_function capsule_function_at(const void *table, size_t i) {
  const char *functions = (const char *)table + sizeof(capsule_table);
  capsule_function function;
  memcpy(&function, functions + i * sizeof(function), sizeof(function));
  return function;
}

/* Whether a table really has the functions that a contract announces, or what is wrong. Reads no
   further than the table's own size. */
static inline bool capsule_table_holds(const void *table, const capsule_contract *contract,
                                       capsule_refusal *refusal) {
  const size_t size = ((const capsule_table *)table)->size;
  const size_t wanted = sizeof(capsule_table) + contract->count * sizeof(capsule_function);
  if (size < wanted) {
    refusal->status = CAPSULE_TABLE_TOO_SHORT;
    capsule_say(&refusal->expected, "a table of %zu bytes or more, for contract %u.%u", wanted,
                (unsigned)contract->major, (unsigned)contract->minor);
    capsule_say(&refusal->found, "one of %zu", size);
    capsule_say(&refusal->advice, "Compile the table and its contract from the same header.");
    return false;
  }
  for (size_t i = 0; i < contract->count; i++) {
    const capsule_entry *entry = capsule_entry_at(contract, i);
    if (capsule_function_at(table, i) != NULL || (entry->flags & CAPSULE_RETIRED) != 0) continue;
    refusal->status = CAPSULE_ENTRY_MISSING;
    capsule_say(&refusal->expected, "a function for every entry of contract %u.%u",
                (unsigned)contract->major, (unsigned)contract->minor);
    capsule_say(&refusal->found, "NULL for %s", entry->name);
    capsule_say(&refusal->advice, "Set .%s in the producer's table.", entry->name);
    return false;
  }
  return true;
}

#endif
