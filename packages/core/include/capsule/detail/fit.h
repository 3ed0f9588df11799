/* fit.h: whether what a producer offers is what a consumer was compiled for, function by function. No
   Node-API here. */
#ifndef CAPSULE_DETAIL_FIT_H
#define CAPSULE_DETAIL_FIT_H

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

/* Whether a contract of another major has a function as it was. Its places mean nothing there. */
static inline bool capsule_offers(const capsule_contract *offered, const capsule_entry *needed) {
  for (size_t i = 0; i < offered->count; i++) {
    const capsule_entry *entry = capsule_entry_at(offered, i);
    if (strcmp(entry->name, needed->name) == 0)
      return strcmp(entry->signature, needed->signature) == 0;
  }
  return false;
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
    for (size_t i = 0; i < needed->count; i++)
      if (capsule_is_needed(needed, i) && !capsule_offers(offered, capsule_entry_at(needed, i)))
        capsule_list(&refusal->found, ", which lacks or changes ",
                     capsule_entry_at(needed, i)->name, &missing);
    capsule_end_list(&refusal->found, missing, "");
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

#endif
