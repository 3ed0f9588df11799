/* contract.h: whether names, contracts and tables are what they should be, before anything in them is
   used. Sealing asks, and so does the gate: what one accepts, the other does. No Node-API here. */
#ifndef CAPSULE_DETAIL_CONTRACT_H
#define CAPSULE_DETAIL_CONTRACT_H

#include "../abi.h"
#include "error.h"

/* How a refusal begins that concerns a table. What stands behind the end of the text nobody prints: it
   stays in the addon's binary, where `capsule doctor` sees by it whether tables are sealed there, or
   opened. The contracts themselves it reads as the loader maps them. No compiler leaves one out or
   takes it apart, because its address is handed on: to the envelope, and to dladdr. */
#define CAPSULE_SEALING_TABLE "Sealing\0capsule seals a table"
#define CAPSULE_OPENING_TABLE "Opening\0capsule opens a table"

/* Whether a name can be an address: 1 to 255 bytes of UTF-8 without control characters, and
   something on both sides of its last colon, if it has one. */
static inline bool capsule_name_is_usable(const char *name) {
  const size_t length = name == NULL ? 0 : strlen(name);
  if (length < 1 || length > CAPSULE_MAX_NAME) return false;
  for (size_t at = 0; at < length;) {
    bool valid;
    const uint32_t point = capsule_code_point(name, length, &at, &valid);
    if (!valid || point < ' ' || (point >= 0x7f && point < 0xa0)) return false;
  }
  const char *colon = strrchr(name, ':');
  return colon == NULL || (colon != name && colon[1] != '\0');
}

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

/* The i-th entry of a contract, whose author may have compiled larger entries than ours. */
static inline const capsule_entry *capsule_entry_at(const capsule_contract *contract, size_t i) {
  return (const capsule_entry *)(const void *)((const char *)contract->entries +
                                               i * contract->entry_size);
}

/* Who wrote a contract that is looked at: a consumer may know functions that are newer than what it
   asks for, a producer may not. */
enum capsule_role { CAPSULE_CONSUMER, CAPSULE_PRODUCER };

static inline uint32_t capsule_unknown_flags(const capsule_entry *entry) {
  return entry->flags & ~(uint32_t)CAPSULE_RETIRED;
}

/* What is wrong with a contract, but for its name; NULL when nothing is. `entry` becomes the one that
   is wrong, where it has a name, else NULL. */
static inline const char *capsule_contract_fault(const capsule_contract *contract,
                                                 enum capsule_role role,
                                                 const capsule_entry **entry) {
  *entry = NULL;
  if (contract == NULL) return "NULL";
  if (contract->size < CAPSULE_CONTRACT_SIZE_1) return "one of another size";
  if (contract->entry_size < CAPSULE_ENTRY_SIZE_1 || contract->entry_size % sizeof(void *) != 0)
    return "entries of another size";
  if (contract->count > (SIZE_MAX - sizeof(capsule_table)) / contract->entry_size)
    return "more entries than memory has room for";
  if (contract->count > 0 && contract->entries == NULL) return "no entries";
  for (size_t i = 0; i < contract->count; i++) {
    const capsule_entry *each = capsule_entry_at(contract, i);
    *entry = each->name == NULL ? NULL : each;
    if (each->name == NULL) return "an entry without a name";
    if (capsule_unknown_flags(each) != 0) return "with unknown flags";
    if (each->signature == NULL) return "without a signature";
    if (role == CAPSULE_PRODUCER && each->since > contract->minor)
      return "newer than the contract itself";
  }
  *entry = NULL;
  return NULL;
}

/* Whether a contract of one's own is sound; if not, the refusal says what is wrong with it. */
static inline bool capsule_contract_is_sound(const capsule_contract *contract,
                                             enum capsule_role role, capsule_refusal *refusal) {
  const capsule_entry *entry;
  const char *fault = capsule_contract_fault(contract, role, &entry);
  if (fault == NULL) return true;
  refusal->status = CAPSULE_CONTRACT_UNSOUND;
  capsule_say(&refusal->expected, "a contract that this version of capsule.h can read");
  if (entry != NULL) capsule_say(&refusal->found, "%.64s ", entry->name);
  capsule_say(&refusal->found, "%s", fault);
  capsule_say(&refusal->advice, "Let \"capsule generate\" write it, or use CAPSULE_CONTRACT.");
  return false;
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
    capsule_say(&refusal->found, "NULL for %.64s", entry->name);
    capsule_say(&refusal->advice, "Set .%.64s in the producer's table.", entry->name);
    return false;
  }
  return true;
}

/* Whether a text is a signature:

     signature   result '(' [type {',' type}] ')'            result: a type, or void
     type        scalar | '*' target | '(' signature ')'
     target      type | void | '{' type {',' type} '}' | '<' name '>' */
/* Types in types in types: more than anybody writes, and less than a stack has room for. */
enum { CAPSULE_MAX_DEPTH = 64 };

static inline bool capsule_read_signature(const char **at, int depth);

/* Moves past a word, if that is what comes. */
static inline bool capsule_read(const char **at, const char *word) {
  const size_t length = strlen(word);
  if (strncmp(*at, word, length) != 0) return false;
  *at += length;
  return true;
}

static inline bool capsule_read_scalar(const char **at) {
  static const char *const scalars[] = {"f64", "f32", "i8",  "i16",   "i32",   "i64", "u8",
                                        "u16", "u32", "u64", "usize", "isize", "bool"};
  for (size_t i = 0; i < sizeof(scalars) / sizeof(scalars[0]); i++)
    if (capsule_read(at, scalars[i])) return true;
  return false;
}

static inline bool capsule_read_name(const char **at) {
  const size_t length = strspn(*at, "abcdefghijklmnopqrstuvwxyz0123456789_"
                                    "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  *at += length;
  return length > 0;
}

static inline bool capsule_read_type(const char **at, bool behind_pointer, int depth);

/* Types up to and with what closes their list. */
static inline bool capsule_read_types(const char **at, const char *close, int depth) {
  do {
    if (!capsule_read_type(at, false, depth)) return false;
  } while (capsule_read(at, ","));
  return capsule_read(at, close);
}

static inline bool capsule_read_type(const char **at, bool behind_pointer, int depth) {
  if (depth > CAPSULE_MAX_DEPTH) return false;
  if (capsule_read(at, "*")) return capsule_read_type(at, true, depth + 1);
  if (capsule_read(at, "(")) return capsule_read_signature(at, depth + 1) && capsule_read(at, ")");
  if (behind_pointer && capsule_read(at, "void")) return true;
  if (behind_pointer && capsule_read(at, "{")) return capsule_read_types(at, "}", depth + 1);
  if (behind_pointer && capsule_read(at, "<"))
    return capsule_read_name(at) && capsule_read(at, ">");
  return capsule_read_scalar(at);
}

static inline bool capsule_read_signature(const char **at, int depth) {
  if (!capsule_read(at, "void") && !capsule_read_type(at, false, depth)) return false;
  return capsule_read(at, "(") && (capsule_read(at, ")") || capsule_read_types(at, ")", depth));
}

static inline bool capsule_is_signature(const char *text) {
  return text != NULL && capsule_read_signature(&text, 0) && *text == '\0';
}

/* Whether what a producer offers is what a consumer was compiled for, function by function. */
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
