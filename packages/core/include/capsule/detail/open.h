/* open.h: from a JavaScript value to a pointer that fits what this addon was compiled for. */
#ifndef CAPSULE_DETAIL_OPEN_H
#define CAPSULE_DETAIL_OPEN_H

/* Through the gate, and the name compared. Gives the envelope, or NULL with the refusal filled
   in. */
static inline capsule_envelope *capsule_expect(napi_env env, napi_value value, const char *name,
                                               capsule_refusal *refusal) {
  const capsule_passage passage = capsule_gate(env, value);
  if (passage.status != CAPSULE_OK) {
    capsule_explain(env, value, name, &passage, refusal);
    return NULL;
  }
  if (strcmp(passage.envelope->name, name) == 0) return passage.envelope;
  refusal->status = CAPSULE_NAME_MISMATCH;
  capsule_say(&refusal->expected, "a capsule named ");
  capsule_quote_name(&refusal->expected, name);
  capsule_say(&refusal->found, "one named ");
  capsule_quote_name(&refusal->found, passage.envelope->name);
  capsule_say(&refusal->advice, "Pass ");
  capsule_say_export(&refusal->advice, name);
  capsule_say(&refusal->advice, ".");
  return NULL;
}

static inline bool capsule_kind_fits(const capsule_envelope *envelope, enum capsule_kind kind,
                                     capsule_refusal *refusal) {
  static const char *const kinds[] = {"nothing", "a pointer", "a table"};
  if (envelope->kind == (uint32_t)kind) return true;
  refusal->status = CAPSULE_KIND_MISMATCH;
  capsule_say(&refusal->expected, "a capsule that holds %s", kinds[kind]);
  capsule_say(&refusal->found, "one that holds %s", kinds[envelope->kind]);
  return false;
}

static inline capsule_envelope *capsule_open(napi_env env, napi_value value, const char *name) {
  capsule_refusal refusal;
  if (name == NULL) {
    capsule_refuse_name(env, "Opening", NULL);
    return NULL;
  }
  capsule_doing(&refusal, "Opening", name);
  capsule_envelope *envelope = capsule_expect(env, value, name, &refusal);
  if (envelope != NULL && capsule_kind_fits(envelope, CAPSULE_POINTER, &refusal)) {
    /* The gate has seen a live envelope; only with a hold on it that is more than a memory. */
    capsule_passage late = capsule_stopped(CAPSULE_ABI_UNKNOWN, "state", 0);
    if (capsule_hold_live(envelope, &late.number)) return envelope;
    capsule_explain(env, value, name, &late, &refusal);
  }
  capsule_throw(env, &refusal, NULL);
  return NULL;
}

/* Adds a name to a list: eight are shown, so that what follows always fits. `told` counts. */
static inline void capsule_list(capsule_text *text, const char *before, const char *name,
                                size_t *told) {
  if (++*told <= 8) capsule_say(text, "%s%.64s", *told == 1 ? before : ", ", name);
}

/* Ends a list, and says how many are not shown. */
static inline void capsule_end_list(capsule_text *text, size_t told, const char *after) {
  if (told > 8) capsule_say(text, " and %zu more", told - 8);
  if (told > 0) capsule_say(text, "%s", after);
}

static inline void capsule_say_version(capsule_text *text, const capsule_contract *contract) {
  capsule_say(text, "%u.%u", (unsigned)contract->major, (unsigned)contract->minor);
}

/* Whether a consumer calls the i-th entry without asking for it first: one that came with its own
   minor or before, and that its header does not have as retired. */
static inline bool capsule_is_needed(const capsule_contract *needed, size_t i) {
  const capsule_entry *entry = capsule_entry_at(needed, i);
  return entry->since <= needed->minor && (entry->flags & CAPSULE_RETIRED) == 0;
}

/* Compares versions. The message names what is needed and the producer does not have. */
static inline bool capsule_version_fits(const capsule_contract *needed,
                                        const capsule_contract *offered, capsule_refusal *refusal) {
  size_t missing = 0;
  capsule_text list;
  capsule_clear(&list);
  refusal->status = CAPSULE_VERSION_MISMATCH;
  if (offered->major != needed->major) {
    capsule_say(&refusal->expected, "contract %u.x", (unsigned)needed->major);
    capsule_say_version(&refusal->found, offered);
    capsule_say(&refusal->advice, "Use %.*s %u.x, or compile the consumer for contract ",
                (int)strcspn(needed->name, ":"), needed->name, (unsigned)needed->major);
    capsule_say_version(&refusal->advice, offered);
    capsule_say(&refusal->advice, ".");
    return false;
  }
  for (size_t i = offered->count; i < needed->count; i++)
    if (capsule_is_needed(needed, i))
      capsule_list(&list, " (for ", capsule_entry_at(needed, i)->name, &missing);
  capsule_end_list(&list, missing, ")");
  if (missing == 0 && offered->minor >= needed->minor) return true;
  capsule_say(&refusal->expected, "contract ");
  capsule_say_version(&refusal->expected, needed);
  capsule_say(&refusal->expected, " or later%s", list.bytes);
  capsule_say_version(&refusal->found, offered);
  capsule_say(&refusal->advice, "Update %.*s to ", (int)strcspn(needed->name, ":"), needed->name);
  capsule_say_version(&refusal->advice, needed);
  capsule_say(&refusal->advice, " or later.");
  return false;
}

/* Compares every function that both sides know. The first that differs is shown, the rest named. */
static inline bool capsule_signatures_fit(const capsule_contract *needed,
                                          const capsule_contract *offered,
                                          capsule_refusal *refusal) {
  const size_t both = needed->count < offered->count ? needed->count : offered->count;
  size_t changed = 0, told = 0;
  for (size_t i = 0; i < both; i++) {
    const capsule_entry *mine = capsule_entry_at(needed, i), *theirs = capsule_entry_at(offered, i);
    if (strcmp(mine->name, theirs->name) == 0 && strcmp(mine->signature, theirs->signature) == 0)
      continue;
    if (changed++ == 0) {
      capsule_say(&refusal->expected, "%.64s to be %s", mine->name, mine->signature);
      capsule_say(&refusal->found, "%.64s %s", theirs->name, theirs->signature);
    } else capsule_list(&refusal->advice, "Also changed: ", mine->name, &told);
  }
  if (changed == 0) return true;
  capsule_end_list(&refusal->advice, told, ". ");
  capsule_say(&refusal->advice, "Build both addons with the same header of contract ");
  capsule_say_version(&refusal->advice, offered);
  capsule_say(&refusal->advice, ".");
  refusal->status = CAPSULE_SIGNATURE_MISMATCH;
  return false;
}

/* A retired function may be NULL. Who was compiled before it was retired calls it all the same, and
   must not get that far. */
static inline bool capsule_needed_is_there(const void *table, const capsule_contract *needed,
                                           const capsule_contract *offered,
                                           capsule_refusal *refusal) {
  const size_t both = needed->count < offered->count ? needed->count : offered->count;
  size_t missing = 0;
  for (size_t i = 0; i < both; i++)
    if (capsule_is_needed(needed, i) && capsule_function_at(table, i) == NULL)
      capsule_list(&refusal->expected, "a function for ", capsule_entry_at(needed, i)->name,
                   &missing);
  if (missing == 0) return true;
  refusal->status = CAPSULE_ENTRY_MISSING;
  capsule_end_list(&refusal->expected, missing, "");
  capsule_say(&refusal->found, "NULL, retired in contract ");
  capsule_say_version(&refusal->found, offered);
  capsule_say(&refusal->advice, "Compile the consumer with the header of contract ");
  capsule_say_version(&refusal->advice, offered);
  capsule_say(&refusal->advice, ", without what is retired.");
  return false;
}

static inline const void *capsule_open_table(napi_env env, napi_value value,
                                             const capsule_contract *contract) {
  capsule_refusal refusal;
  const char *name = contract == NULL ? NULL : contract->name;
  if (name == NULL) return capsule_refuse_name(env, "Opening", NULL);
  capsule_doing(&refusal, "Opening", name);
  const capsule_envelope *envelope = NULL;
  if (capsule_contract_is_sound(contract, CAPSULE_CONSUMER, &refusal))
    envelope = capsule_expect(env, value, name, &refusal);
  if (envelope != NULL && capsule_kind_fits(envelope, CAPSULE_TABLE, &refusal)) {
    const capsule_contract *offered = envelope->contract;
    if (capsule_version_fits(contract, offered, &refusal) &&
        capsule_signatures_fit(contract, offered, &refusal) &&
        capsule_table_holds(envelope->pointer, offered, &refusal) &&
        capsule_needed_is_there(envelope->pointer, contract, offered, &refusal))
      return envelope->pointer;
    capsule_say(&refusal.advice, "\n  needed by ");
    capsule_say_file(&refusal.advice, contract);
    capsule_say(&refusal.advice, "\n  offered by %s", envelope->file);
  }
  capsule_throw(env, &refusal, NULL);
  return NULL;
}

static inline capsule_status capsule_check(napi_env env, napi_value value, const char *name) {
  const capsule_passage passage = capsule_gate(env, value);
  if (passage.status != CAPSULE_OK || name == NULL) return passage.status;
  return strcmp(passage.envelope->name, name) == 0 ? CAPSULE_OK : CAPSULE_NAME_MISMATCH;
}

static inline bool capsule_label(napi_env env, napi_value value, capsule_info *info) {
  const capsule_passage passage = capsule_gate(env, value);
  const capsule_envelope *envelope = passage.envelope;
  if (passage.status != CAPSULE_OK) {
    capsule_refusal refusal;
    capsule_doing(&refusal, "Reading a label", NULL);
    capsule_explain(env, value, NULL, &passage, &refusal);
    capsule_throw(env, &refusal, NULL);
    return false;
  }
  info->kind = (enum capsule_kind)envelope->kind;
  info->name = envelope->name;
  info->file = envelope->file;
  info->context = envelope->context;
  info->destructor = envelope->destructor;
  info->contract = envelope->contract;
  info->variant =
      envelope->kind == CAPSULE_TABLE ? ((const capsule_table *)envelope->pointer)->variant : NULL;
  return true;
}

#endif
