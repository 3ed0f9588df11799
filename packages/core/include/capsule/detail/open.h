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
  capsule_doing(&refusal, "Opening", name);
  capsule_envelope *envelope = capsule_expect(env, value, name, &refusal);
  if (envelope != NULL && capsule_kind_fits(envelope, CAPSULE_POINTER, &refusal)) {
    capsule_hold(envelope);
    return envelope;
  }
  capsule_throw(env, &refusal, NULL);
  return NULL;
}

static inline void capsule_say_version(capsule_text *text, const capsule_contract *contract) {
  capsule_say(text, "%u.%u", (unsigned)contract->major, (unsigned)contract->minor);
}

/* Compares versions. What is needed are the entries that came with the consumer's own minor or
   before; the message names those which the producer does not have. */
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
    if (capsule_entry_at(needed, i)->since <= needed->minor)
      capsule_say(&list, "%s%s", missing++ == 0 ? " (for " : ", ",
                  capsule_entry_at(needed, i)->name);
  if (missing == 0 && offered->minor >= needed->minor) return true;
  capsule_say(&refusal->expected, "contract ");
  capsule_say_version(&refusal->expected, needed);
  capsule_say(&refusal->expected, " or later%s%s", list.bytes, missing == 0 ? "" : ")");
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
  size_t changed = 0;
  for (size_t i = 0; i < both; i++) {
    const capsule_entry *mine = capsule_entry_at(needed, i), *theirs = capsule_entry_at(offered, i);
    if (strcmp(mine->name, theirs->name) == 0 && strcmp(mine->signature, theirs->signature) == 0)
      continue;
    if (changed++ == 0) {
      capsule_say(&refusal->expected, "%s to be %s", mine->name, mine->signature);
      capsule_say(&refusal->found, "%s %s", theirs->name, theirs->signature);
    } else
      capsule_say(&refusal->advice, "%s%s", changed == 2 ? "Also changed: " : ", ", mine->name);
  }
  if (changed == 0) return true;
  if (changed > 1) capsule_say(&refusal->advice, ". ");
  capsule_say(&refusal->advice, "Build both addons with the same header of contract ");
  capsule_say_version(&refusal->advice, offered);
  capsule_say(&refusal->advice, ".");
  refusal->status = CAPSULE_SIGNATURE_MISMATCH;
  return false;
}

static inline const void *capsule_open_table(napi_env env, napi_value value,
                                             const capsule_contract *contract) {
  capsule_refusal refusal;
  capsule_doing(&refusal, "Opening", contract->name);
  const capsule_envelope *envelope = capsule_expect(env, value, contract->name, &refusal);
  if (envelope != NULL && capsule_kind_fits(envelope, CAPSULE_TABLE, &refusal)) {
    const capsule_contract *offered = envelope->contract;
    if (capsule_version_fits(contract, offered, &refusal) &&
        capsule_signatures_fit(contract, offered, &refusal) &&
        capsule_table_holds(envelope->pointer, offered, &refusal))
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
